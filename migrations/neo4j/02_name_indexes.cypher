// migrate: allow CY16 reason="files are looked up by name, and no program merges one by it"
//
// Topics, sub topics and files are found by name. For the first two, 05 turns this into uniqueness.

CREATE INDEX topic_name_index IF NOT EXISTS FOR (t:Topic) ON (t.name);

CREATE INDEX sub_topic_name_index IF NOT EXISTS FOR (s:SubTopic) ON (s.name);

CREATE INDEX file_name_index IF NOT EXISTS FOR (f:File) ON (f.name);

// migrate: allow CY04 reason="the uniqueness constraint brings an index of its own for the same property"
//
// Topics and sub topics are merged by name, by several writers at a time: an index alone lets them make duplicates. A
// constraint cannot come while the plain index is there, not even with IF NOT EXISTS, so the index goes first. Stopped
// in between, applying again goes on: each statement does nothing where its work is done.
// Where duplicates exist already, docs/migrations.md has the statement that merges them.

DROP INDEX topic_name_index IF EXISTS;

CREATE CONSTRAINT topic_name_unique IF NOT EXISTS FOR (t:Topic) REQUIRE t.name IS UNIQUE;

DROP INDEX sub_topic_name_index IF EXISTS;

CREATE CONSTRAINT sub_topic_name_unique IF NOT EXISTS FOR (s:SubTopic) REQUIRE s.name IS UNIQUE;

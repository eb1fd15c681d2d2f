// Whether some conversation still has a topic together with a sub topic is asked whenever one gives the pair up. The
// relationship carries both names, so that this index answers, however many conversations a topic has.

CREATE INDEX has_topic_pair_index IF NOT EXISTS FOR ()-[h:HAS_TOPIC]-() ON (h.topic, h.sub_topic);

// A record of the model; nothing to run.
//
//   (:User {id})-[:OWNS]->(:Conversation {id, title, updated_at})
//   (:Conversation)-[:HAS_TOPIC]->(:Topic {name})-[:HAS_SUBTOPIC]->(:SubTopic {name})
//   (:Conversation)-[:HAS_MESSAGE]->(:Message {id, type, created_at})
//
// A conversation has at most one owner and at most one topic, a message exactly one conversation. Users, topics and sub
// topics exist as long as something refers to them. Ids are text, times are datetime in UTC and come from the event.
//
// Conversation, Message and GAVE_FEEDBACK carry seq, the version of the event that made them what they are; an older
// event changes nothing. A Conversation also carries title_seq. A node without seq is known by reference alone so far.
// (:GraphsyncTombstone {key, seq, deleted_at}) remembers what was deleted, so that a late event does not bring it back.

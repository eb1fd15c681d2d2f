// touches: (:Conversation {id: conversation_id}), (:User {id: user_id}), (:Topic {name: topic}), (:SubTopic {name: sub_topic})
// detaches: (:Conversation {id: conversation_id})<-[:OWNS]-(:User {id})
// detaches: (:Conversation {id: conversation_id})-[:HAS_TOPIC]->(:Topic {name})
UNWIND $batch.rows AS row
MATCH (c:Conversation {id: row.conversation_id})
OPTIONAL MATCH (dead:GraphsyncTombstone {key: row.element})
WITH row, c WHERE coalesce(dead.seq, 0) < row.seq
// The title has a version of its own: an event without one keeps the newest title that came with any other.
FOREACH (_ IN CASE WHEN row.title IS NOT NULL AND coalesce(c.title_seq, 0) < row.seq THEN [1] ELSE [] END |
  SET c.title = CASE WHEN row.title <> '' THEN row.title END, c.title_seq = row.seq)
WITH row, c,
  CASE WHEN row.topic <> '' THEN row.topic END AS topic,
  CASE WHEN row.topic <> '' AND row.sub_topic <> '' THEN row.sub_topic END AS sub_topic
WHERE coalesce(c.seq, 0) < row.seq
SET c.updated_at = row.updated_at, c.seq = row.seq
WITH row, c, topic, sub_topic
CALL (row, c) {
  MATCH (c)<-[former:OWNS]-(owner:User)
  WHERE row.user_id IS NULL OR owner.id <> row.user_id
  DELETE former
}
FOREACH (user_id IN CASE WHEN row.user_id IS NULL THEN [] ELSE [row.user_id] END |
  MERGE (owner:User {id: user_id})
  MERGE (owner)-[:OWNS]->(c))
WITH row, c, topic, sub_topic
CALL (c, topic) {
  MATCH (c)-[former:HAS_TOPIC]->(t:Topic)
  WHERE topic IS NULL OR t.name <> topic
  // Without this the index still finds a pair that was set in the same transaction (Neo4j 2026.08).
  SET former.topic = null, former.sub_topic = null
  DELETE former
}
FOREACH (name IN CASE WHEN topic IS NULL THEN [] ELSE [topic] END |
  MERGE (t:Topic {name: name})
  MERGE (c)-[has:HAS_TOPIC]->(t)
  SET has.topic = name, has.sub_topic = sub_topic
  FOREACH (sub_name IN CASE WHEN sub_topic IS NULL THEN [] ELSE [sub_topic] END |
    MERGE (s:SubTopic {name: sub_name})
    MERGE (t)-[:HAS_SUBTOPIC]->(s)))
RETURN row.seq AS applied

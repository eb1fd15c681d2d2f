// touches: (:Conversation {id: conversation_id})
// detaches: (:Conversation {id: conversation_id})<-[:OWNS]-(:User {id})
// detaches: (:Conversation {id: conversation_id})-[:HAS_TOPIC]->(:Topic {name})
UNWIND $batch.rows AS row
MERGE (dead:GraphsyncTombstone {key: row.element})
WITH row, dead WHERE coalesce(dead.seq, 0) < row.seq
SET dead.seq = row.seq, dead.deleted_at = row.deleted_at
WITH row
MATCH (c:Conversation {id: row.conversation_id})
// A newer conversation of this id lives on, but a title from before the delete is not its own.
FOREACH (_ IN CASE WHEN c.title_seq < row.seq THEN [1] ELSE [] END |
  REMOVE c.title, c.title_seq)
WITH row, c WHERE coalesce(c.seq, 0) < row.seq
REMOVE c.updated_at, c.seq
WITH row, c
CALL (c) {
  MATCH (c)<-[former:OWNS]-(:User)
  DELETE former
}
CALL (c) {
  MATCH (c)-[former:HAS_TOPIC]->(:Topic)
  // Without this the index still finds a pair that was set in the same transaction (Neo4j 2026.08).
  SET former.topic = null, former.sub_topic = null
  DELETE former
}
RETURN row.seq AS applied

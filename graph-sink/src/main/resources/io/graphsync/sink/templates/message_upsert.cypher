// touches: (:Message {id: message_id}), (:Conversation {id: conversation_id})
// detaches: (:Message {id: message_id})<-[:HAS_MESSAGE]-(:Conversation {id})
// holds: all
UNWIND $batch.rows AS row
MATCH (m:Message {id: row.message_id})
OPTIONAL MATCH (dead:GraphsyncTombstone {key: row.element})
WITH row, m WHERE coalesce(m.seq, 0) < row.seq AND coalesce(dead.seq, 0) < row.seq
SET m.type = row.message_type, m.created_at = row.created_at, m.seq = row.seq
WITH row, m
MATCH (c:Conversation {id: row.conversation_id})
OPTIONAL MATCH (m)<-[former:HAS_MESSAGE]-(old:Conversation)
FOREACH (_ IN CASE WHEN old <> c THEN [1] ELSE [] END |
  DELETE former)
FOREACH (_ IN CASE WHEN old IS NULL OR old <> c THEN [1] ELSE [] END |
  CREATE (c)-[:HAS_MESSAGE]->(m))
RETURN row.seq AS applied

UNWIND $batch.rows AS row
MERGE (m:Message {id: row.message_id})
WITH row, m
WHERE m.seq IS NULL AND NOT EXISTS { (:GraphsyncTombstone {key: row.element}) }
SET m.type = row.message_type, m.created_at = row.created_at, m.seq = row.seq
MERGE (c:Conversation {id: row.conversation_id})
CREATE (c)-[:HAS_MESSAGE]->(m)
RETURN row.seq AS applied

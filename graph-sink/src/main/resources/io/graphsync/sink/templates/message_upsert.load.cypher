UNWIND $batch.rows AS row
MERGE (m:Message {id: row.message_id})
WITH row, m
WHERE m.seq IS NULL AND NOT EXISTS { (:GraphsyncTombstone {key: row.element}) }
SET m.type = row.message_type, m.created_at = row.created_at, m.seq = row.seq
WITH row.conversation_id AS conversation, collect(m) AS messages, collect(row.seq) AS applied
MERGE (c:Conversation {id: conversation})
FOREACH (m IN messages | CREATE (c)-[:HAS_MESSAGE]->(m))
RETURN applied

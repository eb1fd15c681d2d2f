UNWIND $batch.rows AS row
CREATE (m:Message {id: row.message_id, type: row.message_type, created_at: row.created_at, seq: row.seq})
WITH row.conversation_id AS conversation, collect(m) AS messages
MERGE (c:Conversation {id: conversation})
FOREACH (m IN messages | CREATE (c)-[:HAS_MESSAGE]->(m))
RETURN sum(size(messages)) AS applied

UNWIND $batch.rows AS row
MERGE (m:Message {id: row.message_id})
MERGE (u:User {id: row.user_id})
WITH row, m, u
WHERE NOT EXISTS { (u)-[:GAVE_FEEDBACK]->(m) } AND NOT EXISTS { (:GraphsyncTombstone {key: row.element}) }
CREATE (u)-[:GAVE_FEEDBACK {type: row.feedback_type, score: row.score, at: row.at, seq: row.seq}]->(m)
RETURN row.seq AS applied

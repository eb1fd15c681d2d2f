// touches: (:Message {id: message_id}), (:User {id: user_id})
// holds: all
UNWIND $batch.rows AS row
MATCH (m:Message {id: row.message_id})
MATCH (u:User {id: row.user_id})
OPTIONAL MATCH (u)-[given:GAVE_FEEDBACK]->(m)
OPTIONAL MATCH (dead:GraphsyncTombstone {key: row.element})
WITH row, m, u WHERE coalesce(given.seq, 0) < row.seq AND coalesce(dead.seq, 0) < row.seq
MERGE (u)-[f:GAVE_FEEDBACK]->(m)
SET f.type = row.feedback_type, f.score = row.score, f.at = row.at, f.seq = row.seq
RETURN row.seq AS applied

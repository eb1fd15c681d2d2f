// touches: (:Message {id: message_id}), (:User {id: user_id})
UNWIND $batch.rows AS row
MERGE (dead:GraphsyncTombstone {key: row.element})
WITH row, dead WHERE coalesce(dead.seq, 0) < row.seq
SET dead.seq = row.seq, dead.deleted_at = row.deleted_at
WITH row
OPTIONAL MATCH (:User {id: row.user_id})-[given:GAVE_FEEDBACK]->(:Message {id: row.message_id})
WITH row, given WHERE coalesce(given.seq, 0) < row.seq
DELETE given
RETURN row.seq AS applied

// touches: (:Message {id: message_id}), (:Conversation {id: conversation_id})
// detaches: (:Message {id: message_id})<-[:HAS_MESSAGE]-(:Conversation {id})
UNWIND $batch.rows AS row
MERGE (dead:GraphsyncTombstone {key: row.element})
WITH row, dead WHERE coalesce(dead.seq, 0) < row.seq
SET dead.seq = row.seq, dead.deleted_at = row.deleted_at
WITH row
MATCH (m:Message {id: row.message_id})
WHERE coalesce(m.seq, 0) < row.seq
REMOVE m.type, m.created_at, m.seq
WITH row, m
CALL (m) {
  MATCH (m)<-[former:HAS_MESSAGE]-(:Conversation)
  DELETE former
}
RETURN row.seq AS applied

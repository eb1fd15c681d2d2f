UNWIND $batch.rows AS row
MERGE (c:Conversation {id: row.conversation_id})
WITH row, c
WHERE c.seq IS NULL AND c.title_seq IS NULL AND NOT EXISTS { (:GraphsyncTombstone {key: row.element}) }
SET c.updated_at = row.updated_at, c.seq = row.seq
FOREACH (_ IN CASE WHEN row.title IS NULL THEN [] ELSE [1] END |
  SET c.title = CASE WHEN row.title <> '' THEN row.title END, c.title_seq = row.seq)
FOREACH (user_id IN CASE WHEN row.user_id IS NULL THEN [] ELSE [row.user_id] END |
  MERGE (owner:User {id: user_id})
  CREATE (owner)-[:OWNS]->(c))
FOREACH (name IN CASE WHEN row.topic <> '' THEN [row.topic] ELSE [] END |
  MERGE (t:Topic {name: name})
  CREATE (c)-[:HAS_TOPIC {topic: name, sub_topic: CASE WHEN row.sub_topic <> '' THEN row.sub_topic END}]->(t)
  FOREACH (sub_name IN CASE WHEN row.sub_topic <> '' THEN [row.sub_topic] ELSE [] END |
    MERGE (s:SubTopic {name: sub_name})
    MERGE (t)-[:HAS_SUBTOPIC]->(s)))
RETURN row.seq AS applied

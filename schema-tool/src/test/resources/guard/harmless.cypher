CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
---
CREATE INDEX message_created IF NOT EXISTS FOR (m:Message) ON (m.created_at)
---
MATCH (n:User {id: 'x'}) DETACH DELETE n
---
MATCH (n:User) WHERE n.deleted_at < datetime() DETACH DELETE n
---
MATCH (n:User) WHERE n.id = $id SET n.email = null
---
MERGE (u:User {id: 'x'}) ON CREATE SET u.name = 'DETACH DELETE'
---
RETURN 'MATCH (n) DETACH DELETE n' AS text
---
// MATCH (n) DETACH DELETE n
RETURN 1
---
/* MATCH (n) DETACH DELETE n */ RETURN 1
---
MATCH (n) RETURN count(n)
---
SHOW CONSTRAINTS
---
CREATE (n:Scratch {id: 1}) DELETE n
---
UNWIND ['a', 'b'] AS id MATCH (n:User {id: id}) DETACH DELETE n
---
CALL db.awaitIndexes(300)
---
DROP INDEX topic_name_index IF EXISTS
---
MATCH (`DELETE`:User {id: 'x'}) RETURN `DELETE`
---
MATCH (n:Message WHERE n.created_at < datetime('2020-01-01T00:00:00Z')) DETACH DELETE n

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
---
MATCH (u:User {id: 'x'})-[:OWNS]->(c:Conversation)-[:HAS_MESSAGE]->(m) DETACH DELETE m
---
MATCH (u:User {id: 'x'}) MATCH (u)-[:OWNS]->(c) DETACH DELETE c
---
MATCH (u:User {id: 'x'}) OPTIONAL MATCH (u)-[r:OWNS]->() DELETE r
---
MATCH (n:Message) WHERE n.id = 'x' WITH n AS m DETACH DELETE m
---
MATCH (n:Message) WHERE n.id IN ['a', 'b'] DETACH DELETE n
---
MATCH (n:Message) WHERE n.id IN $ids DETACH DELETE n
---
MATCH (n:Message) WHERE NOT (n)--() DELETE n
---
MATCH (n:Topic) WHERE NOT EXISTS { (n)<-[:HAS_TOPIC]-() } DETACH DELETE n
---
MATCH (n:Message) WHERE n.deleted_at IS NOT NULL DETACH DELETE n
---
MATCH (n:Message) WHERE n.created_at < datetime() - duration('P90D') CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
---
MATCH (n:Message) WHERE n.old = true WITH collect(n) AS old FOREACH (x IN old | DETACH DELETE x)
---
MATCH (n:User) WHERE n.name STARTS WITH 'test' DETACH DELETE n
---
MATCH (n:User) WHERE n.x = 1 AND true SET n.y = null
---
MATCH (n:User) WHERE n.x = 1 OR n.x = 2 REMOVE n.y
---
MATCH (a:User {id: 1}), (b:User {id: 2}) MERGE (a)-[:KNOWS]->(b)
---
MERGE (n:User {id: 'x'}) SET n = {id: 'x', name: 'y'}
---
MERGE (n:User {id: 'x'}) ON MATCH SET n.name = null
---
MATCH (n) WHERE elementId(n) = 'x' DETACH DELETE n
---
MATCH (n:User {id: 'x'}) SET n:Admin
---
EXPLAIN MATCH (n) DETACH DELETE n
---
RETURN "DETACH DELETE" AS `MATCH (n) DELETE n`
---
MATCH (n:Delete {remove: 'DROP CONSTRAINT x'}) RETURN n
---
MATCH (n) WHERE n.text = 'DETACH DELETE n' RETURN n
---
CREATE (n:Job {query: 'MATCH (n) DETACH DELETE n'})
---
CALL db.labels() YIELD label RETURN label
---
CALL db.schema.visualization()
---
SHOW INDEXES YIELD name, state RETURN name, state
---
SHOW TRANSACTIONS
---
CREATE FULLTEXT INDEX texts IF NOT EXISTS FOR (n:Message) ON EACH [n.text]
---
CREATE VECTOR INDEX v IF NOT EXISTS FOR (n:Message) ON (n.embedding) OPTIONS {indexConfig: {`vector.dimensions`: 1536}}
---
CYPHER 25 MATCH (n:User {id: 'x'}) DETACH DELETE n
---
CYPHER 25 MATCH (n:User) FILTER n.id = 'x' DETACH DELETE n
---
CYPHER 25 LET x = 1 RETURN x
---
MATCH (n:User) WHERE n.id = 1 XOR n.id = 2 DETACH DELETE n
---
CREATE (a:Tmp {id: 1})-[r:X]->(b:Tmp {id: 2}) DELETE r
---
MATCH p = (:User {id: 'x'})-[:OWNS*1..3]->() FOREACH (r IN relationships(p) | DELETE r)
---
CALL db.index.fulltext.queryNodes('i', 'x') YIELD node WHERE node.id = 'x' SET node.seen = true
---
MATCH (n:User) WHERE n.id = 1 CALL { WITH n MATCH (n)-[:OWNS]->(c) DETACH DELETE c }
---
UNWIND $rows AS row MATCH (n:User {id: row.id}) SET n += row.properties
---
MATCH (n:User) WHERE n.active = false AND n.seen < 5 DETACH DELETE n
---
MATCH (n:User) WHERE NOT n.active DETACH DELETE n
---
MATCH (n:User) WHERE n.active DETACH DELETE n
---
MATCH (n:User) WHERE size(n.name) > 100 DETACH DELETE n
---
MATCH (a:User {id: 1})-[r:OWNS]-() DELETE r
---
MATCH (n:User {id: $id}) DETACH DELETE n
---
MATCH (n:User $props) RETURN n
---
MATCH (n:User) WHERE n.email =~ '.*@test' DETACH DELETE n
---
MATCH (n:User)-[:OWNS]->(c:Conversation) WHERE c.id = 'x' DETACH DELETE n
---
MATCH (n) WHERE n.id = 1 RETURN n UNION MATCH (n) RETURN n
---
MATCH (a:User {id: 'x'}) SET a.text = 'MATCH (n) DETACH DELETE n', a.other = "REMOVE"
---
MATCH (n:Message) WHERE count { (n)--() } = 0 DETACH DELETE n
---
MATCH (n:User) WHERE n.id IN [1, 2] AND n.x IS NOT NULL DETACH DELETE n
---
MATCH (n:User) WHERE COUNT { (n)-[:OWNS]->() } > 100 DETACH DELETE n
---
MATCH (n:User) WHERE n.active = false OR n.age < 3 DETACH DELETE n
---
MATCH (n:User) WHERE NOT n.active OR n.name = 'x' DETACH DELETE n
---
MATCH (n:User) WHERE n.name STARTS WITH n.prefix DETACH DELETE n
---
MATCH (n:User) WHERE n.x < 5 OR n.x >= 50 DETACH DELETE n
---
MATCH (a:User), (b:User) WHERE a.email = b.email AND a.id > b.id DETACH DELETE a
---
MATCH (a:User), (b:User) WHERE a.id = b.id AND b.name = 'x' DETACH DELETE a
---
MATCH (a:User), (b:Leaver) WHERE a.id = b.id DETACH DELETE a
---
MATCH (a:User)-[:KNOWS]->(b:User) WHERE a.id = b.id DETACH DELETE a
---
MATCH (b:Leaver) MATCH (a:User {id: b.id}) DETACH DELETE a
---
MATCH (a:User) WHERE a.name = 'x' MATCH (b:User {id: a.id}) DETACH DELETE b
---
MATCH (n:User) WHERE all(k IN keys(n) WHERE k = 'id') DETACH DELETE n
---
MATCH (n:User {id: '1'})-[*1..2]-(x) DETACH DELETE x
---
MATCH (c:Message {id: '1'})<-[:REPLY_TO*0..]-(m:Message) DETACH DELETE m
---
MATCH (n:User {id: '1'})-[*]-(x) DETACH DELETE n
---
MATCH (n:User {id: '1'})-[*]-(x:User {id: '2'}) DETACH DELETE x
---
MATCH (l:Leaver) WITH l AS x MATCH (u:User {id: x.id}) DETACH DELETE u
---
MATCH (l:Leaver) WITH collect(l) AS all UNWIND all AS x MATCH (u:User {id: x.id}) DETACH DELETE u

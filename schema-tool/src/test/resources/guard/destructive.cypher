MATCH (n) DETACH DELETE n
---
MATCH (n) DELETE n;
---
MATCH (n:User) DETACH DELETE n
---
MATCH (:User)-[r:OWNS]->(:Conversation) DELETE r
---
MATCH (n) WHERE true DETACH DELETE n
---
MATCH (n) WHERE 1 = 1 DETACH DELETE n
---
MATCH (n) WHERE n.id = n.id DETACH DELETE n
---
MATCH (n:Message) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
---
MATCH (n:User) SET n = {}
---
MATCH (n:User) SET n.email = null
---
MATCH (n:User) REMOVE n.email
---
MATCH (n:User) REMOVE n:User
---
MATCH (n:Message) WITH n LIMIT 1000 DETACH DELETE n
---
MATCH (n:User) FOREACH (x IN [n] | DETACH DELETE x)
---
MATCH p = (:User)-[*]->() FOREACH (r IN relationships(p) | DELETE r)
---
DROP DATABASE neo4j
---
STOP DATABASE neo4j
---
TERMINATE TRANSACTIONS 'neo4j-transaction-1'
---
MATCH (n) // WHERE n.id = 1
DETACH DELETE n
---
MATCH (a:User {id: 'x'}) MATCH (n:Message) DETACH DELETE n
---
MATCH (a:User {id: 'x'}), (n) DETACH DELETE n
---
MATCH (n:User {id: 1}) WITH count(n) AS c MATCH (n:Message) DETACH DELETE n
---
MATCH (n:User {}) DETACH DELETE n
---
MATCH (n) WHERE NOT false DETACH DELETE n
---
MATCH (n) WHERE n.id = 1 OR true DETACH DELETE n
---
MATCH (n) WHERE 'a' = 'a' DETACH DELETE n
---
MATCH (n) WHERE 2 > 1 AND true DETACH DELETE n
---
MATCH (n) WHERE n IS NOT NULL DETACH DELETE n
---
MATCH (n:User) WHERE n.id IS NOT NULL DETACH DELETE n
---
MATCH (n) WHERE n = n DETACH DELETE n
---
MATCH (n) WHERE id(n) = id(n) DETACH DELETE n
---
MATCH (n) WHERE id(n) >= 0 DETACH DELETE n
---
MATCH (n) WHERE elementId(n) IS NOT NULL DETACH DELETE n
---
MATCH (n) WHERE n:User DETACH DELETE n
---
MATCH (n) WHERE 'User' IN labels(n) DETACH DELETE n
---
MATCH (n) WHERE n.name =~ '.*' DETACH DELETE n
---
MATCH (n:User) WHERE n.name CONTAINS '' DETACH DELETE n
---
MATCH (n:User) WHERE n.name STARTS WITH '' DETACH DELETE n
---
MATCH (n:User) WHERE n.x = 1 OR n.x <> 1 DETACH DELETE n
---
MATCH (n:User) WHERE n.active OR NOT n.active DETACH DELETE n
---
MATCH (n:User) WHERE coalesce(n.x, n.x) = n.x DETACH DELETE n
---
MATCH (n:User) WHERE n.id IN [n.id] DETACH DELETE n
---
MATCH (n:User) WHERE EXISTS { MATCH (m:User) } DETACH DELETE n
---
MATCH (n:User) WHERE CASE WHEN true THEN true ELSE false END DETACH DELETE n
---
OPTIONAL MATCH (n) DETACH DELETE n
---
MATCH (n) WITH n DETACH DELETE n
---
MATCH (n) WITH n AS m DETACH DELETE m
---
MATCH (n) WITH collect(n) AS all UNWIND all AS x DETACH DELETE x
---
MATCH (n) WITH collect(n) AS all FOREACH (x IN all | DETACH DELETE x)
---
MATCH p = (n)-[r]->(m) DELETE p
---
MATCH p = (n)-->(m) FOREACH (x IN nodes(p) | DETACH DELETE x)
---
MATCH ()-[r]->() DELETE r
---
MATCH ()-[r:OWNS]-() DELETE r
---
CALL () { MATCH (n) DETACH DELETE n }
---
CALL { MATCH (n:Message) DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS
---
MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS
---
MATCH (u:User {id: 'x'}) CALL { MATCH (n:Message) DETACH DELETE n }
---
MATCH (u:User {id: 'x'}) CALL (u) { MATCH (m) DETACH DELETE m }
---
UNWIND [1] AS x MATCH (n) DETACH DELETE n
---
UNWIND [1] AS x MATCH (n) WHERE x = 1 DETACH DELETE n
---
MERGE (n:User) DETACH DELETE n
---
MERGE (n:User) SET n = {}
---
MERGE (n:User) ON MATCH SET n = {}
---
MATCH (n) SET n = {}
---
MATCH (n:User) SET n = {id: n.id}
---
MATCH (n:User) SET n += {email: null}
---
MATCH (n) REMOVE n:User
---
MATCH (n:User) REMOVE n.email, n.name
---
MATCH (n:User) SET n.email = null, n.name = null
---
MATCH ()-[r:OWNS]->() SET r = {}
---
MATCH (n:User) FOREACH (x IN [n] | SET x = {})
---
MATCH (n:User) FOREACH (x IN [n] | REMOVE x:User)
---
CREATE (a:X {id: 1}) WITH a MATCH (n) DETACH DELETE n
---
CALL db.index.fulltext.queryNodes('i', '*') YIELD node DETACH DELETE node
---
CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n', {batchSize: 1000})
---
CALL apoc.cypher.runMany('MATCH (n) DETACH DELETE n;', {})
---
CALL apoc.cypher.runWrite('MATCH (n:Message) DETACH DELETE n', {}) YIELD value RETURN value
---
CALL apoc.periodic.commit("MATCH (n:Message) WITH n LIMIT 100 DETACH DELETE n RETURN count(*)", {})
---
DROP CONSTRAINT user_id
---
DROP CONSTRAINT user_id IF EXISTS
---
DROP DATABASE neo4j IF EXISTS DESTROY DATA
---
CREATE OR REPLACE DATABASE neo4j
---
DROP COMPOSITE DATABASE c
---
SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message
---
PROFILE MATCH (n) DETACH DELETE n
---
CYPHER 25 MATCH (n) DETACH DELETE n
---
CYPHER 5 MATCH (n) DETACH DELETE n
---
CYPHER runtime=slotted MATCH (n) DETACH DELETE n
---
CYPHER 25 MATCH (n) FILTER true DETACH DELETE n
---
CYPHER 25 MATCH (n) LET m = n DETACH DELETE m
---
CYPHER 25 MATCH (n:User) REMOVE n[$key]
---
CYPHER 25 WHEN true THEN MATCH (n) DETACH DELETE n
---
CYPHER 25 MATCH (n) RETURN n NEXT DETACH DELETE n
---
MATCH (n:Message)
/* WHERE n.id = 'x' */
DETACH DELETE n
---
MATCH (n:`Message`) DETACH DELETE n;
---
MATCH (n) NODETACH DELETE n
---
MATCH (n:User|Message) DETACH DELETE n
---
MATCH (a:User)-[:OWNS]->(b) WHERE a.x = a.x DETACH DELETE b
---
MATCH (n:User) WHERE size(n.name) >= 0 DETACH DELETE n
---
MATCH (n:User) WHERE any(x IN [1] WHERE x = 1) DETACH DELETE n
---
MATCH (n:User) RETURN n UNION MATCH (n) DETACH DELETE n RETURN n
---
MATCH (n) WHERE true OR n.id = 1 DELETE n
---
MATCH (n:User) WHERE NOT (n.id <> n.id) DETACH DELETE n
---
MATCH (n:User) WHERE NOT n.id IS NULL DETACH DELETE n
---
MATCH (n:User)-->(m) DETACH DELETE n, m
---
MATCH (n:User) WITH n ORDER BY n.id LIMIT 10 DETACH DELETE n
---
MATCH (n:User), (m:Message {id: 'x'}) DETACH DELETE n
---
MATCH (n:User) WHERE n.id = n.id AND 1 = 1 SET n = {}
---
MATCH (n:User) WHERE toString(n.id) = toString(n.id) DETACH DELETE n
---
MATCH (n:User) WITH DISTINCT n AS x WHERE x IS NOT NULL DETACH DELETE x
---
UNWIND range(1, 10) AS i MATCH (n:User) DETACH DELETE n
---
MATCH (n:User) CALL (*) { DETACH DELETE n }
---
MATCH (n:User) SET n:Gone REMOVE n:User
---
MATCH (n:User) WITH [n] AS list FOREACH (i IN range(0, 0) | FOREACH (x IN list | DETACH DELETE x))
---
MATCH ()-[r]-() WHERE type(r) = 'OWNS' OR true DELETE r
---
MATCH (n:User) WHERE COUNT { (n) } >= 0 DETACH DELETE n
---
MATCH (n:User) WHERE n.name STARTS WITH n.name DETACH DELETE n
---
MATCH (n:User) WHERE n.name CONTAINS n.name DETACH DELETE n
---
MATCH (n:User) WHERE n.active IN [true, false] DETACH DELETE n
---
MATCH (n:User) WHERE n.active = true OR n.active = false DETACH DELETE n
---
MATCH (n:User) WHERE n.active OR n.active <> true DETACH DELETE n
---
MATCH (n:User) WHERE NOT (n.active = false) OR NOT n.active DETACH DELETE n
---
MATCH (n:User) WHERE (n.x < 5) OR (n.x >= 5) DETACH DELETE n
---
MATCH (a:User), (b:User) WHERE a.id = b.id DETACH DELETE a
---
MATCH (a:User), (b) WHERE elementId(a) = elementId(b) DETACH DELETE b
---
MATCH (a:User) MATCH (b:User) WHERE a.id = b.id AND true DETACH DELETE b
---
MATCH (a:User) MATCH (b:User {id: a.id}) DETACH DELETE b
---
MATCH (n:User) WHERE all(k IN keys(n) WHERE true) DETACH DELETE n
---
MATCH (n:User) WHERE none(k IN keys(n) WHERE false) DETACH DELETE n
---
MATCH (n:User) WHERE any(k IN keys(n) WHERE k = k) DETACH DELETE n
---
MATCH (n:User {id: '1'})-[*]-(x) DETACH DELETE x
---
MATCH (n:User {id: '1'})--+(x) DETACH DELETE x
---
MATCH p = (:User {id: '1'})-[*0..]->() FOREACH (x IN nodes(p) | DETACH DELETE x)
---
MATCH (n:User {id: '1'}) (()--()){1,} (x) DETACH DELETE x
---
MATCH (a:User) WITH a AS x MATCH (u:User {id: x.id}) DETACH DELETE u

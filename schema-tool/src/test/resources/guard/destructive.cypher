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

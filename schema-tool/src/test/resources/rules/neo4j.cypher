=== CY01
--- setup
--- bad
MATCH (n:Message) DETACH DELETE n
--- good
MATCH (n:Message) WHERE n.created_at < datetime('2020-01-01T00:00:00Z') CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
=== CY02
--- setup
--- bad
MATCH (n:User) SET n = {}
--- good
MATCH (n:User) WHERE n.email CONTAINS '@example.' CALL (n) { REMOVE n.email } IN TRANSACTIONS OF 1000 ROWS
=== CY03
--- setup
--- bad
MATCH (n:Message {id: 'm1'}) DELETE n
--- good
MATCH (n:Message {id: 'm1'}) DETACH DELETE n
=== CY04
--- setup
--- bad
DROP CONSTRAINT user_id
--- good
CREATE CONSTRAINT user_key IF NOT EXISTS FOR (u:User) REQUIRE (u.tenant, u.id) IS UNIQUE
=== CY05
--- setup
--- bad
CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE
--- good
MATCH (u:User) WITH u.id AS id, count(*) AS n WHERE n > 1 RETURN id, n
=== CY07
--- setup
--- bad
CREATE INDEX message_created FOR (m:Message) ON (m.created_at)
--- good
CALL db.awaitIndexes(300)
=== CY09
--- setup
--- bad
CREATE CONSTRAINT IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
--- good
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
=== CY11
--- setup
--- bad
MATCH (n:Message) WHERE n.old = true CALL (n) { CREATE (:Copy {id: n.id}) } IN TRANSACTIONS
--- good
MATCH (n:Message) WHERE n.old = true CALL (n) { MERGE (:Copy {id: n.id}) } IN TRANSACTIONS OF 1000 ROWS
=== CY16
--- setup
--- bad
CREATE INDEX topic_name FOR (t:Topic) ON (t.name)
--- good
CREATE CONSTRAINT topic_name IF NOT EXISTS FOR (t:Topic) REQUIRE t.name IS UNIQUE
=== CY17
--- setup
--- bad
MERGE (u:User {id: 'u1'})-[:OWNS]->(c:Conversation {id: 'c1'})
--- good
MATCH (u:User {id: 'u1'}) MATCH (c:Conversation {id: 'c1'}) MERGE (u)-[:OWNS]->(c)
=== CY19
--- setup
--- bad
LOAD CSV FROM 'file:///users.csv' AS row MERGE (:User {id: row[0]})
--- good
UNWIND $rows AS row MERGE (:User {id: row.id})
=== CY22
--- setup
--- bad
CREATE (:Setting {key: 'theme'})
--- good
MERGE (:Setting {key: 'theme'})

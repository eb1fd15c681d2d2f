=== CY01
--- setup
CREATE (:Message {id: 'm1', created_at: datetime('2019-05-01T00:00:00Z')})<-[:HAS]-(:Conversation {id: 'c1'});
--- bad
MATCH (n:Message) DETACH DELETE n
--- good
MATCH (n:Message) WHERE n.created_at < datetime('2020-01-01T00:00:00Z') CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
=== CY02
--- setup
CREATE (:User {id: 'u1', email: 'ann@example.com'});
--- bad
MATCH (n:User) SET n = {}
--- good
MATCH (n:User) WHERE n.email CONTAINS '@example.' CALL (n) { REMOVE n.email } IN TRANSACTIONS OF 1000 ROWS
=== CY03
--- setup
CREATE (:Message {id: 'm1'})<-[:HAS]-(:Conversation {id: 'c1'});
--- bad refused Neo.ClientError.Schema.ConstraintValidationFailed: because it still has relationships
MATCH (n:Message {id: 'm1'}) DELETE n
--- good
MATCH (n:Message {id: 'm1'}) DETACH DELETE n
=== CY04
--- setup
CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;
--- bad
DROP CONSTRAINT user_id
--- good
CREATE CONSTRAINT user_key IF NOT EXISTS FOR (u:User) REQUIRE (u.tenant, u.id) IS UNIQUE
=== CY05
--- setup
CREATE (:User {id: 'u1'}), (:User {id: 'u2'}), (:User {id: 'u2'});
--- bad refused Neo.DatabaseError.Schema.ConstraintCreationFailed: have the label `User` and property `id` = 'u2'
CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE
--- good
MATCH (u:User) WITH u.id AS id, count(*) AS n WHERE n > 1 RETURN id, n
=== CY07
--- setup
CREATE (:Message {id: 'm1', created_at: datetime('2019-05-01T00:00:00Z')});
--- bad
CREATE INDEX message_created FOR (m:Message) ON (m.created_at)
--- good
CALL db.awaitIndexes(300)
=== CY08
--- setup
--- bad refused Neo.ClientError.Schema.IndexAlreadyExists: A constraint cannot be created until the index has been dropped
CREATE INDEX user_email FOR (u:User) ON (u.email);
CREATE CONSTRAINT user_email_is_unique IF NOT EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE
--- good
CREATE CONSTRAINT user_email_is_unique IF NOT EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE
=== CY09
--- setup
CREATE CONSTRAINT key_of_user FOR (u:User) REQUIRE u.id IS UNIQUE;
--- bad
CREATE CONSTRAINT IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
--- good
CREATE CONSTRAINT key_of_user IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
=== CY10
--- setup
--- bad
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
MERGE (:User {id: 'u1'})
--- good
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE
=== CY11
--- setup
CREATE (:Message {id: 'm1', old: true});
--- bad
MATCH (n:Message) WHERE n.old = true CALL (n) { CREATE (:Copy {id: n.id}) } IN TRANSACTIONS
--- good
MATCH (n:Message) WHERE n.old = true MERGE (:Copy {id: n.id})
=== CY12
--- setup
CREATE (:Message {id: 'm1', old: true});
--- bad refused Neo.ClientError.Procedure.ProcedureNotFound: There is no procedure with the name `apoc.periodic.iterate`
CALL apoc.periodic.iterate('MATCH (n:Message) WHERE n.old = true RETURN n', 'DETACH DELETE n', {batchSize: 1000})
--- good
MATCH (n:Message) WHERE n.old = true CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
=== CY13
--- setup
CREATE (:User {id: 'u1', email: 'ann@example.com'});
--- bad refused Neo.DatabaseError.Schema.ConstraintCreationFailed: Property existence constraint requires Neo4j Enterprise Edition
CREATE CONSTRAINT user_email FOR (u:User) REQUIRE u.email IS NOT NULL
--- good
MATCH (u:User) WHERE u.email IS NULL RETURN count(*)
=== CY16
--- setup
CREATE (:Topic {name: 'graphs'});
--- bad
CREATE INDEX topic_name FOR (t:Topic) ON (t.name)
--- good
CREATE CONSTRAINT topic_name IF NOT EXISTS FOR (t:Topic) REQUIRE t.name IS UNIQUE
=== CY17
--- setup
CREATE (:User {id: 'u1'}), (:Conversation {id: 'c1'});
--- bad
MERGE (u:User {id: 'u1'})-[:OWNS]->(c:Conversation {id: 'c1'})
--- good
MATCH (u:User {id: 'u1'}) MATCH (c:Conversation {id: 'c1'}) MERGE (u)-[:OWNS]->(c)
=== CY19
--- setup
--- bad refused Neo.ClientError.Statement.ExternalResourceFailed: users.csv
LOAD CSV FROM 'file:///users.csv' AS row MERGE (:User {id: row[0]})
--- good
UNWIND ['u1', 'u2'] AS id MERGE (:User {id: id})
=== CY20
--- setup
--- bad
CREATE USER example SET PASSWORD 'open sesame' CHANGE NOT REQUIRED
--- good
SHOW CURRENT USER
=== CY22
--- setup
--- bad
CREATE (:Setting {key: 'theme'})
--- good
MERGE (:Setting {key: 'theme'})
=== CY23
--- setup
--- bad
TERMINATE TRANSACTIONS 'neo4j-transaction-1'
--- good
SHOW TRANSACTIONS

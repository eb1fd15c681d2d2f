MATCH (n
---
MTCH (n) RETURN n
---
CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n', {batchSize: 1000})
---
CALL apoc.schema.assert({}, {})
---
CALL apoc.cypher.runMany('MATCH (n) DETACH DELETE n;', {})
---
CALL my.own.procedure()
---
CREATE CONSTRAINT ON (u:User) ASSERT u.id IS UNIQUE
---
USING PERIODIC COMMIT LOAD CSV FROM 'file:///x' AS row CREATE (:X)
---
:use system
---
USE other MATCH (n) RETURN n
---
RETURN 'unterminated
---
DROP INDEX ON :Topic(name)
---
CALL apoc.do.when(true, 'MATCH (n) RETURN n', '', {}) YIELD value RETURN value
---
CALL apoc.trigger.install('neo4j', 'x', 'MATCH (n) DETACH DELETE n', {})
---
CALL dbms.setConfigValue('a', 'b')
---
CALL apoc.nodes.delete([1], 100)
---
RETURN apoc.cypher.runFirstColumnSingle('MATCH (n) RETURN n', {})
---
CYPHER 25 USE other MATCH (n) RETURN n
---
MATCH (n) DELETE n MATCH
---
LOAD CSV FROM 'x' AS
---
BEGIN

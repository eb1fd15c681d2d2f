CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
MERGE (m:Migration {name: '01_constraints.cypher'}) SET m.applied_at = datetime();

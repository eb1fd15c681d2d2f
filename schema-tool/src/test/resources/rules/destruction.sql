=== DD01
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent (id));
--- bad
DROP TABLE child;
--- good
ALTER TABLE child RENAME TO child_unused;
=== DD02
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
ALTER TABLE item DROP COLUMN note;
--- good
ALTER TABLE item ALTER COLUMN note DROP NOT NULL;
=== DD03
--- setup
CREATE SCHEMA app;
CREATE TABLE app.item (id int PRIMARY KEY);
--- bad
DROP SCHEMA app CASCADE;
--- good
COMMENT ON SCHEMA app IS 'unused since 2026-11';
=== DD04
--- setup
CREATE DATABASE example_old;
--- bad alone
DROP DATABASE example_old;
--- good
COMMENT ON DATABASE example_old IS 'unused since 2026-11';
=== DD05
--- setup
CREATE TABLE item (id int PRIMARY KEY);
INSERT INTO item SELECT generate_series(1, 100);
--- bad
TRUNCATE item;
--- good
DELETE FROM item WHERE id IN (SELECT id FROM item ORDER BY id LIMIT 50);
=== DD06
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
DELETE FROM item WHERE 1 = 1;
--- good
DELETE FROM item WHERE id IN (SELECT id FROM item WHERE id < 1000 LIMIT 500);
=== DD07
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
DELETE FROM item WHERE note IS NULL;
--- good
SELECT count(*) FROM item WHERE note IS NULL;
=== DD08
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
UPDATE item SET note = '';
--- good
UPDATE item SET note = '' WHERE id IN (SELECT id FROM item WHERE note IS NULL LIMIT 500);
=== DD09
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE wanted (id int PRIMARY KEY);
--- bad
MERGE INTO item USING wanted ON item.id = wanted.id WHEN MATCHED THEN DELETE;
--- good
DELETE FROM item USING wanted WHERE item.id = wanted.id AND item.id < 1000;
=== DD10
--- setup
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE person (id int PRIMARY KEY, mood mood);
--- bad
DROP TYPE mood CASCADE;
--- good
ALTER TABLE person ALTER COLUMN mood TYPE text;
=== DD11
--- setup
CREATE EXTENSION citext;
CREATE TABLE person (id int PRIMARY KEY, email citext);
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
DROP EXTENSION citext CASCADE;
--- good
ALTER TABLE person ALTER COLUMN email TYPE text;
DROP EXTENSION citext;
=== DD12
--- setup
CREATE SEQUENCE ticket;
--- bad
DROP SEQUENCE ticket;
--- good
COMMENT ON SEQUENCE ticket IS 'unused since 2026-11';
=== DD13
--- setup
CREATE VIEW one AS SELECT 1 AS one;
--- bad
DROP VIEW one;
--- good
CREATE OR REPLACE VIEW one AS SELECT 1 AS one;
=== DD14
--- setup
CREATE ROLE example_owner;
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE kept (id int PRIMARY KEY);
ALTER TABLE item OWNER TO example_owner;
--- bad
DROP OWNED BY example_owner;
--- good
COMMENT ON TABLE item IS 'unused since 2026-11';
=== DD15
--- setup
CREATE TABLE log (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--- bad
DROP TABLE log_2025;
--- good alone
ALTER TABLE log DETACH PARTITION log_2025 CONCURRENTLY;
=== DD16
--- setup
CREATE SEQUENCE ticket;
--- bad
ALTER SEQUENCE ticket RESTART WITH 1;
--- good
SELECT nextval('ticket');
=== DD17
--- setup
CREATE TABLE item (id bigint PRIMARY KEY, amount bigint);
--- bad
ALTER TABLE item ALTER COLUMN amount TYPE int;
--- good
ALTER TABLE item ADD COLUMN amount_small int;
=== DD18
--- setup
CREATE TYPE mood AS ENUM ('good', 'bad');
--- bad
ALTER TYPE mood RENAME VALUE 'bad' TO 'poor';
--- good
ALTER TYPE mood ADD VALUE 'poor';
=== DD19
--- setup
CREATE TABLE secret (id int PRIMARY KEY, owner text);
CREATE POLICY own ON secret USING (owner = current_user);
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
--- bad
ALTER TABLE secret DISABLE ROW LEVEL SECURITY;
--- good
ALTER TABLE secret FORCE ROW LEVEL SECURITY;
=== DD20
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item DISABLE TRIGGER ALL;
--- good
ALTER TABLE item ENABLE TRIGGER ALL;
=== DD21
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
DO $$ DECLARE name text; BEGIN SELECT tablename INTO name FROM pg_tables WHERE schemaname = 'public'; EXECUTE 'ALTER TABLE ' || name || ' ADD COLUMN note text'; END $$;
--- good
ALTER TABLE item ADD COLUMN note text;
=== DD22
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
COPY item FROM PROGRAM 'echo 1';
--- good
INSERT INTO item VALUES (1);
=== DD23
--- setup
--- bad
CREATE TABLE item (id int PRIMARY KEY);
COMMIT;
--- good
CREATE TABLE item (id int PRIMARY KEY);
=== DD25
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
EXPLAIN ANALYZE DELETE FROM item WHERE id < 1000;
--- good
EXPLAIN DELETE FROM item WHERE id < 1000;
=== DD26
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE copy_of_item (id int PRIMARY KEY);
--- bad
CREATE RULE also AS ON INSERT TO item DO ALSO INSERT INTO copy_of_item VALUES (NEW.id);
--- good
CREATE FUNCTION copy_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO copy_of_item VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER also AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION copy_item();
=== DD27
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item SET UNLOGGED;
--- good
ALTER TABLE item SET (autovacuum_enabled = true);
=== DD28
--- setup
--- bad
CREATE ROLE example_app LOGIN PASSWORD 'sesame';
--- good
CREATE ROLE example_app LOGIN PASSWORD :'app_password';
=== DD29
--- setup
CREATE ROLE example_app;
CREATE TABLE item (id int PRIMARY KEY);
--- bad
GRANT ALL ON item TO PUBLIC;
--- good
GRANT SELECT, INSERT ON item TO example_app;
=== DD30
--- setup
CREATE ROLE example_app;
--- bad
ALTER ROLE example_app SET statement_timeout = '5s';
--- good
SHOW statement_timeout;
=== DD31
--- setup
CREATE ROLE example_app;
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item OWNER TO example_app;
--- good
GRANT SELECT, INSERT ON item TO example_app;
=== DD32
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
UPDATE pg_attribute SET attnotnull = true WHERE attrelid = 'item'::regclass AND attname = 'note';
--- good
ALTER TABLE item ADD CONSTRAINT note_is_there CHECK (note IS NOT NULL) NOT VALID;
=== DD33
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE PUBLICATION example_publication FOR TABLE item;
--- bad
ALTER PUBLICATION example_publication DROP TABLE item;
--- good
ALTER PUBLICATION example_publication SET (publish = 'insert');

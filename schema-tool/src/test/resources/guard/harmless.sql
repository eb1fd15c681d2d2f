CREATE TABLE drop_table (id int PRIMARY KEY)
---
CREATE TABLE t (id int PRIMARY KEY, "DROP TABLE" text)
---
INSERT INTO audit (note) VALUES ('DROP TABLE messages; DELETE FROM messages')
---
SELECT 'TRUNCATE messages'
---
-- DROP TABLE messages
SELECT 1
---
/* DELETE FROM messages; /* nested */ DROP TABLE x; */ SELECT 1
---
COMMENT ON TABLE messages IS 'DROP TABLE is for others'
---
DELETE FROM messages WHERE id = 5
---
DELETE FROM messages WHERE created_at < now() - interval '90 days'
---
DELETE FROM messages WHERE false
---
DELETE FROM messages WHERE 1 = 0
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE is_active = false LIMIT 1000)
---
DELETE FROM messages WHERE ctid = ANY (ARRAY(SELECT ctid FROM messages WHERE content = '' LIMIT 100))
---
DELETE FROM messages m USING conversations c WHERE m.conversation_id = c.id AND c.is_active = false
---
WITH old AS (SELECT id FROM messages WHERE created_at < '2020-01-01') DELETE FROM messages WHERE id IN (SELECT id FROM old)
---
UPDATE messages SET content = 'x' WHERE id = 5
---
UPDATE messages SET is_active = false WHERE is_active AND created_at < '2020-01-01'
---
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)
---
CREATE TEMP TABLE scratch (id int);
DELETE FROM scratch;
DROP TABLE scratch
---
CREATE TABLE fresh (id int PRIMARY KEY);
TRUNCATE fresh;
DROP TABLE fresh
---
ALTER TABLE messages ADD COLUMN dropped_at timestamptz
---
ALTER TABLE messages ALTER COLUMN content DROP NOT NULL
---
ALTER TABLE messages ALTER COLUMN content DROP DEFAULT
---
ALTER TABLE messages DROP CONSTRAINT messages_check
---
ALTER TABLE messages ADD COLUMN IF NOT EXISTS truncate_after int
---
DROP INDEX IF EXISTS messages_idx
---
-- migrate: no-transaction
DROP INDEX CONCURRENTLY messages_idx
---
DROP TRIGGER messages_event ON messages
---
DROP FUNCTION touch()
---
DROP VIEW recent
---
DROP TYPE mood
---
DROP EXTENSION unaccent
---
CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'DELETE FROM messages'
---
CREATE OR REPLACE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN TRUNCATE messages; DROP TABLE messages; END $$
---
CREATE PROCEDURE wipe() LANGUAGE sql BEGIN ATOMIC DELETE FROM messages; DELETE FROM conversations; END
---
CREATE TRIGGER t AFTER DELETE ON messages FOR EACH ROW EXECUTE FUNCTION note()
---
CREATE TRIGGER t AFTER TRUNCATE ON messages EXECUTE FUNCTION note()
---
GRANT DELETE, TRUNCATE ON messages TO app_rw
---
REVOKE DELETE ON messages FROM PUBLIC
---
CREATE POLICY own_rows ON user_secrets USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid)
---
ALTER TABLE user_secrets ENABLE ROW LEVEL SECURITY
---
CREATE RULE none AS ON DELETE TO messages DO INSTEAD NOTHING
---
EXPLAIN DELETE FROM messages
---
EXPLAIN (ANALYZE false) DELETE FROM messages
---
ALTER SEQUENCE messages_id_seq OWNED BY messages.id
---
SELECT nextval('messages_id_seq')
---
DO $$ BEGIN IF to_regclass('public.x') IS NULL THEN CREATE TABLE x (id int PRIMARY KEY); END IF; END $$
---
DO $$ BEGIN RAISE NOTICE 'DROP TABLE messages'; END $$
---
DO $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM messages; IF n > 0 THEN RAISE NOTICE '%', n; END IF; END $$
---
DO $$ BEGIN DELETE FROM messages WHERE id = 5; END $$
---
DO $$ BEGIN EXECUTE 'CREATE TABLE literal (id int PRIMARY KEY)'; END $$
---
CREATE VIEW deleted AS SELECT * FROM messages WHERE NOT is_active
---
CREATE SCHEMA drop_schema
---
ALTER TYPE mood ADD VALUE 'DROP'
---
CREATE TABLE "truncate" (id int PRIMARY KEY); TRUNCATE "truncate"
---
SELECT U&'d\0061ta' AS "DELETE FROM"
---
SELECT E'it\'s; DROP TABLE x;' AS note, $tag$ ; DELETE FROM messages; $tag$ AS other
---
ALTER TABLE a RENAME TO b
---
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY i ON messages (id)
---
SET LOCAL work_mem = '64MB'
---
REFRESH MATERIALIZED VIEW CONCURRENTLY recent
---
DELETE FROM messages WHERE deleted_at IS NOT NULL
---
DELETE FROM messages WHERE content IS NULL
---
DELETE FROM messages WHERE NOT is_active
---
DELETE FROM messages WHERE is_active IS NOT TRUE
---
DELETE FROM messages WHERE is_active
---
DELETE FROM messages WHERE n = 1 OR n = 2
---
DELETE FROM messages WHERE id NOT IN (SELECT message_id FROM feedback)
---
DELETE FROM messages WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = messages.conversation_id)
---
DELETE FROM messages m WHERE NOT EXISTS (SELECT FROM conversations c WHERE c.id = m.conversation_id)
---
DELETE FROM messages WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.id = conversation_id AND NOT c.is_active)
---
DELETE FROM messages WHERE conversation_id IN (SELECT id FROM conversations WHERE NOT is_active)
---
DELETE FROM categories WHERE id IN (SELECT parent_id FROM categories)
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages ORDER BY created_at LIMIT 1000)
---
DELETE FROM messages a USING messages b WHERE a.content = b.content AND a.id > b.id
---
DELETE FROM messages WHERE id NOT IN (SELECT min(id) FROM messages GROUP BY content)
---
DELETE FROM messages WHERE content LIKE 'spam%'
---
DELETE FROM messages WHERE content ~ '^spam'
---
DELETE FROM messages WHERE length(content) > 1000
---
DELETE FROM messages WHERE length(content) = 0
---
DELETE FROM messages WHERE id BETWEEN 1 AND 10
---
DELETE FROM messages WHERE id = ANY ('{1,2,3}')
---
DELETE FROM messages WHERE (id, conversation_id) IN (VALUES (1, 2))
---
DELETE FROM messages WHERE payload->>'kind' = 'x'
---
DELETE FROM messages WHERE payload @> '{"kind": "x"}'
---
DELETE FROM messages WHERE coalesce(is_active, false) = false
---
DELETE FROM messages WHERE CASE WHEN kind = 'a' THEN n > 5 ELSE n > 10 END
---
DELETE FROM messages WHERE created_at < CURRENT_DATE - 30
---
DELETE FROM messages WHERE (content = '') IS TRUE
---
DELETE FROM messages WHERE 5 = n
---
DELETE FROM messages WHERE true AND id = 5
---
DELETE FROM messages WHERE id = 5 AND 1 = 1
---
DELETE FROM messages WHERE false OR id = 5
---
DELETE FROM messages WHERE updated_at > created_at
---
DELETE FROM messages WHERE id <> ALL ('{1,2}')
---
WITH doomed AS (SELECT id FROM messages WHERE NOT is_active LIMIT 100) DELETE FROM messages USING doomed WHERE messages.id = doomed.id
---
UPDATE messages m SET content = c.title FROM conversations c WHERE c.id = m.conversation_id AND m.content = ''
---
UPDATE messages SET content = '' WHERE content IS NULL
---
UPDATE messages SET n = n + 1 WHERE id = 7
---
INSERT INTO messages (id, content) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET content = excluded.content
---
INSERT INTO messages SELECT * FROM staging ON CONFLICT DO NOTHING
---
INSERT INTO t (id) VALUES (uuid_generate_v4())
---
UPDATE messages SET content = unaccent(content) WHERE id = 5
---
SELECT similarity('a', 'b'), crypt('x', gen_salt('bf')), digest('x', 'sha256')
---
CREATE TEMP TABLE scratch ON COMMIT DROP AS SELECT * FROM messages;
DELETE FROM scratch;
TRUNCATE scratch
---
CREATE TEMPORARY TABLE IF NOT EXISTS scratch (id int);
TRUNCATE scratch;
DROP TABLE IF EXISTS scratch CASCADE
---
CREATE TABLE fresh AS SELECT * FROM messages;
DELETE FROM fresh;
DROP TABLE fresh
---
CREATE UNLOGGED TABLE staging (id int PRIMARY KEY);
INSERT INTO staging SELECT 1;
UPDATE staging SET id = 2;
DELETE FROM staging
---
CREATE TABLE fresh (id int PRIMARY KEY, x int);
ALTER TABLE fresh DROP COLUMN x;
ALTER TABLE fresh RENAME TO newer;
TRUNCATE newer
---
ALTER TABLE messages ADD COLUMN tmp int;
UPDATE messages SET tmp = 1 WHERE id = 1;
ALTER TABLE messages DROP COLUMN tmp
---
CREATE SEQUENCE s;
SELECT setval('s', 100)
---
SELECT currval('s'), lastval(), nextval('s')
---
DO $$ DECLARE batch uuid[]; BEGIN SELECT array_agg(id) INTO batch FROM messages WHERE NOT is_active; DELETE FROM messages WHERE id = ANY (batch); END $$
---
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM messages WHERE NOT is_active LOOP DELETE FROM messages WHERE id = r.id; END LOOP; END $$
---
DO $$ BEGIN LOOP DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE NOT is_active LIMIT 1000); EXIT WHEN NOT FOUND; END LOOP; END $$
---
DO $$ DECLARE q text := 'DROP TABLE messages'; BEGIN RAISE NOTICE '%', q; END $$
---
DO $$ BEGIN EXECUTE 'SELECT 1'; EXECUTE 'CREATE ' || 'TABLE x (id int PRIMARY KEY)'; END $$
---
DO $$ BEGIN PERFORM 1 FROM messages WHERE content = 'DELETE FROM messages'; END $$
---
DO $$ BEGIN CREATE TEMP TABLE work (id int); DELETE FROM work; DROP TABLE work; END $$
---
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'x') THEN CREATE ROLE x; END IF; END $$
---
DO $$ BEGIN ALTER TABLE messages ADD CONSTRAINT c CHECK (n > 0) NOT VALID; EXCEPTION WHEN duplicate_object THEN NULL; END $$
---
CREATE FUNCTION purge(days int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('DELETE FROM %I', 'messages'); END $$
---
CREATE FUNCTION note(text) RETURNS void LANGUAGE sql AS 'INSERT INTO notes VALUES ($1)';
SELECT note('DROP TABLE messages')
---
CREATE FUNCTION delete_one(target uuid) RETURNS void LANGUAGE sql AS 'DELETE FROM messages WHERE id = target';
SELECT delete_one('00000000-0000-0000-0000-000000000000')
---
CREATE FUNCTION on_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM feedback WHERE message_id = OLD.id; RETURN OLD; END $$;
CREATE TRIGGER t AFTER DELETE ON messages FOR EACH ROW EXECUTE FUNCTION on_delete();
DELETE FROM messages WHERE id = 5
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql IMMUTABLE RETURN 1;
CREATE INDEX i ON t (f())
---
CREATE EVENT TRIGGER no_drops ON sql_drop EXECUTE FUNCTION refuse()
---
COMMENT ON COLUMN messages.content IS $c$TRUNCATE; DELETE FROM messages; $c$
---
SELECT 'it''s; DROP TABLE messages; --'
---
SELECT E'\'; DROP TABLE messages; --'
---
SELECT U&'\0044ROP TABLE messages', B'01', X'1F', N'DELETE'
---
SELECT $a$ $b$ DROP TABLE x; $b$ $a$
---
SELECT 1 AS "TRUNCATE messages; DELETE FROM messages"
---
/* /* */ DROP TABLE x; */ SELECT 1 -- ; DELETE FROM messages
---
CREATE TABLE delete_log (truncate_at timestamptz, id int PRIMARY KEY, "drop" text)
---
ALTER TABLE messages ALTER COLUMN content TYPE text
---
ALTER TABLE messages ALTER COLUMN n TYPE bigint
---
CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, name varchar(10));
ALTER TABLE t ALTER COLUMN name TYPE varchar(100)
---
ALTER TABLE messages DETACH PARTITION messages_2020
---
-- migrate: no-transaction
ALTER TABLE messages DETACH PARTITION messages_2020 CONCURRENTLY
---
ALTER TABLE user_secrets FORCE ROW LEVEL SECURITY
---
CREATE POLICY own ON t USING (owner = current_user) WITH CHECK (owner = current_user)
---
CREATE POLICY admins ON t TO admins USING (pg_has_role(current_user, 'admins', 'member'))
---
CREATE POLICY narrow ON t AS RESTRICTIVE USING (tenant = current_setting('app.tenant'))
---
GRANT SELECT ON messages TO PUBLIC
---
REVOKE ALL ON SCHEMA public FROM PUBLIC
---
GRANT app_rw TO migrator
---
REVOKE TRUNCATE, DELETE ON ALL TABLES IN SCHEMA public FROM app_rw
---
ALTER DEFAULT PRIVILEGES FOR ROLE migrator REVOKE DELETE ON TABLES FROM app_rw
---
DROP PUBLICATION IF EXISTS old_one
---
DROP COLLATION IF EXISTS german
---
DROP FUNCTION IF EXISTS a(int), b(text)
---
DROP TRIGGER IF EXISTS t ON messages
---
DROP RULE IF EXISTS r ON messages
---
DROP OPERATOR CLASS IF EXISTS c USING btree
---
DROP ROLE IF EXISTS nobody_uses
---
CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING
---
EXPLAIN (VERBOSE, COSTS off) DELETE FROM messages
---
EXPLAIN ANALYZE SELECT * FROM messages
---
SET search_path = app, public;
CREATE TABLE fresh (id int PRIMARY KEY);
DROP TABLE fresh
---
SET lock_timeout = '3s'
---
LOCK TABLE messages IN SHARE MODE
---
NOTIFY deletes, 'DROP TABLE messages'
---
CREATE DOMAIN positive AS int CHECK (value > 0)
---
CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT
---
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' BEFORE 'sad'
---
CREATE TYPE point3 AS (x int, y int, z int)
---
ALTER TYPE point3 ADD ATTRIBUTE w int
---
ALTER EXTENSION vector UPDATE
---
ALTER INDEX a RENAME TO b
---
ALTER TABLE messages VALIDATE CONSTRAINT c
---
-- migrate: no-transaction
VACUUM (ANALYZE) messages
---
ANALYZE messages
---
SELECT * FROM json_table('[1]', '$[*]' COLUMNS (x int PATH '$'))
---
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.v <> t.v THEN UPDATE SET v = s.v WHEN NOT MATCHED BY TARGET THEN INSERT VALUES (s.id) RETURNING merge_action(), t.*
---
DELETE FROM messages WHERE id = '00000000-0000-0000-0000-000000000000'
---
DELETE FROM messages WHERE created_at::date = '2026-01-01'
---
DELETE FROM messages WHERE lower(content) = 'x'
---
DELETE FROM messages WHERE id > 100
---
DELETE FROM messages WHERE conversation_id IS NOT NULL
---
DELETE FROM messages WHERE NOT (id = 5)
---
DELETE FROM messages WHERE id = 5 AND NOT EXISTS (SELECT 1 FROM feedback)
---
DELETE FROM messages WHERE (SELECT count(*) FROM feedback f WHERE f.message_id = messages.id) = 0
---
DELETE FROM only_here WHERE name = current_user
---
DELETE FROM messages WHERE id = :'wanted'
---
DELETE FROM messages m USING feedback f WHERE f.message_id = m.id AND f.score < 0
---
DELETE FROM messages WHERE id = (SELECT max(id) FROM messages)
---
DELETE FROM app.messages WHERE app.messages.id = 5
---
UPDATE messages SET content = content || '' WHERE id = 1
---
UPDATE messages SET is_active = NOT is_active WHERE created_at > now() - interval '1 day'
---
WITH moved AS (DELETE FROM messages WHERE created_at < '2020-01-01' RETURNING *) INSERT INTO archive SELECT * FROM moved
---
INSERT INTO messages SELECT * FROM messages WHERE id = 1 ON CONFLICT (id) DO UPDATE SET content = excluded.content
---
DO $$ DECLARE id_list int[] := '{1,2}'; BEGIN DELETE FROM messages WHERE id = ANY (id_list); END $$
---
DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM pg_tables LOOP RAISE NOTICE 'DROP TABLE %', r.tablename; END LOOP; END $$
---
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TRUNCATE ' || TG_TABLE_NAME; RETURN NULL; END $$
---
CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); DELETE FROM b; DELETE FROM a
---
CREATE TABLE app.a (id int PRIMARY KEY); TRUNCATE app.a
---
DROP TABLE IF EXISTS pg_temp.scratch
---
CREATE VIEW v AS SELECT 'TRUNCATE' AS t; DROP VIEW v
---
COMMENT ON FUNCTION f() IS 'EXECUTE ''DROP TABLE x'''
---
ALTER TABLE messages RENAME COLUMN "drop" TO "truncate"
---
ALTER TABLE messages ADD CONSTRAINT no_delete CHECK (content <> 'DELETE FROM messages') NOT VALID
---
SELECT 'a' AS "DROP TABLE x" FROM messages WHERE content ~ 'DELETE'
---
DELETE FROM messages WHERE tags @> ARRAY['x'] AND length(content) > 3
---
DELETE FROM messages WHERE id IN (VALUES (1), (2))
---
DELETE FROM messages WHERE NOT is_active OR created_at < '2020-01-01'
---
DELETE FROM messages WHERE (is_active, kind) = (false, 'x')
---
DELETE FROM messages WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY content) AS n FROM messages) d WHERE n > 1)
---
DELETE FROM messages WHERE id IN (SELECT a.id FROM messages a JOIN messages b ON a.content = b.content AND a.id > b.id)
---
WITH RECURSIVE tree AS (SELECT id FROM categories WHERE id = 5 UNION ALL SELECT c.id FROM categories c JOIN tree t ON c.parent_id = t.id) DELETE FROM categories WHERE id IN (SELECT id FROM tree)
---
DELETE FROM messages WHERE is_active = false OR created_at < '2020-01-01'
---
DELETE FROM messages WHERE is_active IN (false)
---
DELETE FROM messages WHERE NOT is_active OR content = ''
---
SELECT relname FROM pg_class WHERE relkind = 'r'
---
CREATE TABLE pg_notes (id int PRIMARY KEY)
---
DELETE FROM app.pg_class WHERE id = 5
---
UPDATE messages SET is_active = EXISTS (SELECT 1 FROM pg_class WHERE relname = content) WHERE id = 5
---
DELETE FROM messages WHERE ctid >= '(100,0)'
---
DELETE FROM messages WHERE created_at < 'infinity' AND id = '1'
---
DELETE FROM messages WHERE created_at = 'infinity'
---
DELETE FROM messages WHERE tableoid = 'messages_1'::regclass AND id = '1'
---
ALTER PUBLICATION p DROP TABLE messages
---
ALTER PUBLICATION p SET TABLE messages
---
DELETE FROM messages AS t USING (SELECT id, row_number() OVER (PARTITION BY content ORDER BY id) AS n FROM messages) d WHERE d.id = t.id AND d.n > 1
---
WITH d AS (SELECT id, row_number() OVER (PARTITION BY content ORDER BY id) AS n FROM messages) DELETE FROM messages USING d WHERE messages.id = d.id AND d.n > 1
---
DELETE FROM messages a USING messages b WHERE a.content = b.content AND a.id <> b.id
---
DELETE FROM messages WHERE id = (SELECT min(id) FROM messages)
---
DELETE FROM messages WHERE id < (SELECT max(id) FROM messages) - 1000
---
DELETE FROM messages WHERE id IN (WITH x AS (SELECT id FROM messages LIMIT 5) SELECT id FROM x)
---
DELETE FROM messages WHERE content IS NOT DISTINCT FROM NULL

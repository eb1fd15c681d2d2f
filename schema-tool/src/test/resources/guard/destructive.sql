DROP TABLE messages
---
drop table if exists public.messages cascade;
---
DROP /* not a comment on it */ TABLE "Weird Table"
---
DROP SCHEMA app CASCADE
---
DROP SCHEMA IF EXISTS empty_one
---
-- migrate: no-transaction
DROP DATABASE shop
---
-- migrate: no-transaction
DROP TABLESPACE fast
---
TRUNCATE messages
---
TRUNCATE TABLE ONLY messages, conversations RESTART IDENTITY CASCADE
---
DELETE FROM messages
---
DELETE FROM messages WHERE true
---
DELETE FROM messages WHERE 1 = 1
---
DELETE FROM messages WHERE 1=1 AND true
---
DELETE FROM messages WHERE id = id
---
DELETE FROM messages WHERE id IS NULL OR id IS NOT NULL
---
DELETE FROM messages WHERE 'a' = 'a' OR id = 5
---
DELETE FROM messages WHERE NOT false
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages)
---
DELETE FROM messages WHERE EXISTS (SELECT 1)
---
DELETE FROM messages WHERE now() > '2020-01-01'
---
DELETE FROM messages -- WHERE id = 5
---
DELETE FROM messages /* WHERE id = 5 */ RETURNING id
---
WITH old AS (SELECT id FROM messages WHERE created_at < now()) DELETE FROM messages
---
WITH gone AS (DELETE FROM messages RETURNING id) SELECT count(*) FROM gone WHERE id > 5
---
WITH gone AS (DELETE FROM messages RETURNING *) INSERT INTO archive SELECT * FROM gone WHERE id > 5
---
DELETE FROM messages USING conversations
---
UPDATE messages SET content = ''
---
UPDATE messages SET content = '' WHERE true
---
UPDATE messages SET content = 'x' WHERE content = content
---
WITH changed AS (UPDATE messages SET content = '' RETURNING id) SELECT 1 FROM changed WHERE id = 1
---
MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE
---
MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE
---
ALTER TABLE messages DROP COLUMN content
---
ALTER TABLE messages DROP content
---
ALTER TABLE messages ADD COLUMN a int, ALTER COLUMN b SET DEFAULT 1, DROP COLUMN IF EXISTS c CASCADE
---
ALTER TABLE ONLY public."messages" DROP COLUMN "content"
---
DROP TYPE mood CASCADE
---
DROP DOMAIN email CASCADE
---
DROP EXTENSION vector CASCADE
---
DROP EXTENSION IF EXISTS citext CASCADE
---
DROP SEQUENCE messages_id_seq
---
DROP FOREIGN TABLE elsewhere
---
DROP FUNCTION touch() CASCADE
---
DROP VIEW recent CASCADE
---
DROP OWNED BY app_rw
---
DROP OWNED BY app_rw CASCADE
---
REASSIGN OWNED BY app_rw TO migrator
---
ALTER SEQUENCE messages_id_seq RESTART WITH 1
---
SELECT setval('messages_id_seq', 1)
---
SELECT pg_catalog.setval('messages_id_seq', 1, false)
---
ALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy'
---
ALTER TABLE user_secrets DISABLE ROW LEVEL SECURITY
---
ALTER TABLE user_secrets NO FORCE ROW LEVEL SECURITY
---
DROP POLICY own_rows ON user_secrets
---
CREATE POLICY everybody ON user_secrets USING (true)
---
ALTER TABLE messages DISABLE TRIGGER ALL
---
ALTER TABLE messages DISABLE TRIGGER messages_event
---
SET session_replication_role = replica
---
SELECT set_config('session_replication_role', 'replica', true)
---
COPY messages TO PROGRAM 'cat > /tmp/x'
---
COPY messages FROM '/tmp/messages.csv'
---
SELECT lo_unlink(5)
---
SELECT pg_drop_replication_slot('graphsync')
---
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
---
EXPLAIN ANALYZE DELETE FROM messages
---
EXPLAIN (ANALYZE, BUFFERS) UPDATE messages SET content = ''
---
CREATE RULE keep_none AS ON INSERT TO messages DO ALSO DELETE FROM archive
---
DO $$ BEGIN DELETE FROM messages; END $$
---
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'old_messages') THEN
    DROP TABLE old_messages;
  END IF;
END $$
---
DO $$ BEGIN EXECUTE 'DROP TABLE messages'; END $$
---
DO $outer$ BEGIN FOR i IN 1..3 LOOP TRUNCATE messages; END LOOP; END $outer$
---
DO LANGUAGE plpgsql 'BEGIN UPDATE messages SET content = NULL; END'
---
CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'DELETE FROM messages';
SELECT wipe()
---
CREATE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM messages; END $$;
DO $$ BEGIN PERFORM wipe(); END $$
---
CREATE PROCEDURE wipe() LANGUAGE sql BEGIN ATOMIC DELETE FROM messages; END;
CALL wipe()
---
CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY);
DROP TABLE t
---
-- migrate: no-transaction
ALTER SYSTEM SET fsync = off
---
DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('messages'); END $$
---
DO $$ BEGIN EXECUTE 'DR' || 'OP TA' || 'BLE messages'; END $$
---
DO $$ DECLARE t text := 'messages'; BEGIN EXECUTE format('TRUNCATE %I', t); END $$
---
DO $$ BEGIN EXECUTE format('DELETE FROM %1$s WHERE %2$s', 'messages', 'true'); END $$
---
DO $$ DECLARE q text; BEGIN q := 'DROP TABLE messages'; EXECUTE q; END $$
---
DO $$ DECLARE q text := 'TRUNCATE messages'; BEGIN EXECUTE q; END $$
---
DO $$ DECLARE q text; BEGIN SELECT string_agg('DROP TABLE ' || quote_ident(tablename), '; ') INTO q FROM pg_tables; EXECUTE q; END $$
---
DO $$ BEGIN EXECUTE concat('DELETE ', 'FROM ', 'messages'); END $$
---
DO $$ BEGIN EXECUTE concat_ws(' ', 'TRUNCATE', 'TABLE', 'messages'); END $$
---
DO $$ BEGIN EXECUTE upper('drop table messages'); END $$
---
DO $$ BEGIN EXECUTE E'DROP\x20TABLE messages'; END $$
---
DO $o$ BEGIN EXECUTE $q$DO $i$ BEGIN TRUNCATE messages; END $i$ $q$; END $o$
---
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM messages LOOP DELETE FROM messages WHERE id = r.id; END LOOP; END $$
---
DO $$ DECLARE c CURSOR FOR SELECT * FROM messages; BEGIN FOR r IN c LOOP DELETE FROM messages WHERE CURRENT OF c; END LOOP; END $$
---
DO $$ BEGIN LOOP DELETE FROM messages WHERE id IN (SELECT id FROM messages LIMIT 1000); EXIT WHEN NOT FOUND; END LOOP; END $$
---
DO $$ DECLARE yes boolean := true; BEGIN DELETE FROM messages WHERE yes; END $$
---
DO $$ DECLARE wanted uuid; BEGIN DELETE FROM messages WHERE wanted IS NULL OR id = wanted; END $$
---
DO $$ BEGIN BEGIN DELETE FROM messages; EXCEPTION WHEN others THEN NULL; END; END $$
---
DO $$ BEGIN NULL; EXCEPTION WHEN others THEN DROP TABLE messages; END $$
---
DO $$ BEGIN CASE 1 WHEN 1 THEN DELETE FROM messages; ELSE NULL; END CASE; END $$
---
DO $$ BEGIN IF (SELECT count(*) FROM messages) > 0 THEN NULL; ELSIF true THEN TRUNCATE messages; END IF; END $$
---
DO $$ DECLARE n int; BEGIN WITH d AS (DELETE FROM messages RETURNING 1) SELECT count(*) INTO n FROM d; END $$
---
DO 'BEGIN DROP TABLE messages; END'
---
CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'TRUNCATE messages';
DO $$ DECLARE x text := wipe(); BEGIN NULL; END $$
---
CREATE FUNCTION wipe() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM messages; RETURN true; END $$;
DO $$ BEGIN IF wipe() THEN NULL; END IF; END $$
---
CREATE FUNCTION inner_one() RETURNS void LANGUAGE sql AS 'DELETE FROM messages';
CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM inner_one(); END $$;
SELECT outer_one()
---
CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM messages; SELECT 1';
CREATE VIEW innocent AS SELECT wipe();
SELECT * FROM innocent
---
CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM messages; SELECT 1';
CREATE MATERIALIZED VIEW innocent AS SELECT wipe() AS x
---
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN DELETE FROM messages; RETURN 1; END $$;
ALTER TABLE conversations ADD COLUMN n int DEFAULT wipe()
---
CREATE FUNCTION wipe(x uuid) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN DELETE FROM messages; RETURN 1; END $$;
CREATE INDEX innocent ON conversations (wipe(id))
---
CREATE FUNCTION wipe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN TRUNCATE messages; RETURN NULL; END $$;
CREATE TRIGGER innocent AFTER INSERT ON conversations EXECUTE FUNCTION wipe();
INSERT INTO conversations (id) VALUES (gen_random_uuid())
---
CREATE FUNCTION f(x int) RETURNS void LANGUAGE sql AS 'DELETE FROM messages';
CREATE FUNCTION f(x text) RETURNS void LANGUAGE sql AS 'SELECT 1';
SELECT f(1)
---
CREATE FUNCTION public.lower(x int) RETURNS text LANGUAGE sql AS 'DELETE FROM messages RETURNING content';
SELECT lower(5)
---
CREATE FUNCTION f(x int DEFAULT (SELECT 1)) RETURNS void LANGUAGE sql AS 'SELECT 1';
SELECT f();
DELETE FROM messages
---
CREATE PROCEDURE wipe() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM messages; COMMIT; END $$;
CALL wipe()
---
PREPARE p AS DELETE FROM messages;
EXECUTE p
---
DECLARE c CURSOR FOR WITH d AS (DELETE FROM messages RETURNING *) SELECT * FROM d
---
COPY (DELETE FROM messages RETURNING *) TO '/tmp/messages'
---
CREATE TABLE archive AS WITH d AS (DELETE FROM messages RETURNING *) SELECT * FROM d
---
EXPLAIN (ANALYZE) WITH d AS (DELETE FROM messages RETURNING *) SELECT * FROM d
---
EXPLAIN (ANALYZE true, VERBOSE) DELETE FROM messages
---
WITH a AS (SELECT 1), b AS (UPDATE messages SET content = NULL RETURNING 1) SELECT * FROM a WHERE false
---
INSERT INTO archive WITH d AS (DELETE FROM messages RETURNING *) SELECT * FROM d
---
DELETE FROM messages WHERE 2 > 1
---
DELETE FROM messages WHERE 1 <> 2
---
DELETE FROM messages WHERE 'x' <> 'y'
---
DELETE FROM messages WHERE 1 IN (1, 2)
---
DELETE FROM messages WHERE 5 BETWEEN 1 AND 10
---
DELETE FROM messages WHERE 'abc' LIKE '%'
---
DELETE FROM messages WHERE 't'
---
DELETE FROM messages WHERE 't'::boolean
---
DELETE FROM messages WHERE CAST(1 AS boolean)
---
DELETE FROM messages WHERE true IS TRUE
---
DELETE FROM messages WHERE (1 = 1) IS NOT FALSE
---
DELETE FROM messages WHERE NOT (1 = 0)
---
DELETE FROM messages WHERE NOT NOT true
---
DELETE FROM messages WHERE NULL IS NULL
---
DELETE FROM messages WHERE 1 IS NOT NULL
---
DELETE FROM messages WHERE id IS NOT NULL
---
DELETE FROM messages WHERE messages.id IS NOT NULL
---
DELETE FROM messages AS m WHERE m.id IS NOT NULL
---
DELETE FROM messages m WHERE m IS NOT NULL
---
DELETE FROM messages WHERE ctid IS NOT NULL
---
CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, name text NOT NULL);
DELETE FROM t WHERE name IS NOT NULL
---
DELETE FROM messages WHERE id IS NOT DISTINCT FROM id
---
DELETE FROM messages WHERE coalesce(content, content) IS NOT DISTINCT FROM content
---
DELETE FROM messages WHERE coalesce(content, '') = coalesce(content, '')
---
DELETE FROM messages WHERE coalesce(content, '') IS NOT NULL
---
DELETE FROM messages WHERE id >= id
---
DELETE FROM messages WHERE messages.id = id
---
DELETE FROM messages m WHERE m.id::text = id::text
---
DELETE FROM messages WHERE id IN (id)
---
DELETE FROM messages WHERE id IN ('00000000-0000-0000-0000-000000000000', id)
---
DELETE FROM messages WHERE id = ANY (ARRAY[id])
---
DELETE FROM messages WHERE id BETWEEN id AND id
---
DELETE FROM messages WHERE (id, content) = (id, content)
---
DELETE FROM messages WHERE row(id) = row(id)
---
DELETE FROM messages WHERE id + 0 = id
---
DELETE FROM messages WHERE content || '' = content
---
DELETE FROM messages WHERE id = (SELECT id)
---
DELETE FROM messages WHERE (SELECT true)
---
DELETE FROM messages WHERE EXISTS (SELECT id FROM messages)
---
DELETE FROM messages WHERE EXISTS (SELECT 1 FROM conversations WHERE is_active)
---
DELETE FROM messages WHERE EXISTS (SELECT 1 FROM messages m2 WHERE m2.id = messages.id)
---
DELETE FROM messages WHERE id = ANY (ARRAY(SELECT id FROM messages))
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE true)
---
DELETE FROM messages WHERE id IN (SELECT m.id FROM public.messages AS m ORDER BY m.id)
---
DELETE FROM messages WHERE id IN (SELECT DISTINCT id FROM messages)
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages LIMIT ALL)
---
DELETE FROM messages WHERE id IN (SELECT id FROM (SELECT id FROM messages) AS x)
---
WITH x AS (SELECT id FROM messages) DELETE FROM messages WHERE id IN (SELECT id FROM x)
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages UNION SELECT id FROM conversations)
---
DELETE FROM messages WHERE id IN (SELECT m.id FROM messages m LEFT JOIN conversations c ON c.id = m.conversation_id)
---
DELETE FROM messages m USING messages m2 WHERE m.id = m2.id
---
DELETE FROM messages USING conversations WHERE true
---
DELETE FROM messages m USING conversations c WHERE c.is_active
---
DELETE FROM messages WHERE is_active OR true
---
DELETE FROM messages WHERE id = 5 OR 1 = 1
---
DELETE FROM messages WHERE is_active OR NOT is_active
---
DELETE FROM messages WHERE is_active IS TRUE OR is_active IS NOT TRUE
---
DELETE FROM messages WHERE n = 1 OR n <> 1
---
DELETE FROM messages WHERE n > 5 OR n <= 5
---
DELETE FROM messages WHERE n IN (1, 2) OR n NOT IN (1, 2)
---
DELETE FROM messages WHERE content LIKE 'a%' OR content NOT LIKE 'a%'
---
DELETE FROM messages WHERE content LIKE '%'
---
DELETE FROM messages WHERE content ~ '.*'
---
DELETE FROM messages WHERE length(content) >= 0
---
DELETE FROM messages WHERE octet_length(content) > -1
---
DELETE FROM messages WHERE CASE WHEN true THEN true ELSE false END
---
DELETE FROM messages WHERE CASE WHEN is_active THEN true ELSE true END
---
DELETE FROM messages WHERE coalesce(is_active, true) OR coalesce(true, false)
---
DELETE FROM messages WHERE current_user = current_user
---
DELETE FROM messages WHERE random() < 2
---
DELETE FROM messages WHERE id <> ALL ('{}')
---
DELETE FROM messages WHERE id = id AND content = content
---
DELETE FROM ONLY messages
---
DELETE FROM "messages"
---
/* harmless */ DELETE /* WHERE id = 1 */ FROM /* ; */ messages -- WHERE true
---
UPDATE messages SET content = 'x' WHERE id IN (SELECT id FROM messages)
---
UPDATE messages SET (content, is_active) = ('', false)
---
UPDATE messages m SET content = '' FROM conversations c
---
UPDATE messages SET content = '' WHERE NOT false
---
INSERT INTO messages SELECT * FROM messages ON CONFLICT (id) DO UPDATE SET content = ''
---
MERGE INTO messages t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE
---
MERGE INTO messages t USING messages s ON t.id = s.id WHEN MATCHED THEN UPDATE SET content = ''
---
MERGE INTO messages t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN UPDATE SET content = ''
---
MERGE INTO messages t USING s ON t.id = s.id WHEN MATCHED AND s.gone THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.id) RETURNING merge_action()
---
CREATE TEMP TABLE messages (id int);
DELETE FROM public.messages
---
CREATE TEMP TABLE messages (id int);
DROP TABLE messages;
DROP TABLE messages
---
CREATE TABLE fresh (id int PRIMARY KEY);
ALTER TABLE fresh RENAME TO old_fresh;
ALTER TABLE messages RENAME TO fresh;
DROP TABLE fresh
---
CREATE TABLE fresh (id int PRIMARY KEY);
SET search_path = other;
DROP TABLE fresh
---
CREATE VIEW all_messages AS SELECT * FROM messages;
DELETE FROM all_messages
---
CREATE TABLE parent (id int, at date) PARTITION BY RANGE (at);
ALTER TABLE parent ATTACH PARTITION messages DEFAULT;
TRUNCATE parent
---
CREATE TABLE parent (id int PRIMARY KEY);
ALTER TABLE messages INHERIT parent;
DELETE FROM parent
---
DO $$ BEGIN IF false THEN CREATE TABLE messages (id int); END IF; END $$;
DROP TABLE messages
---
DO $$ BEGIN CREATE TABLE messages (id int); EXCEPTION WHEN duplicate_table THEN NULL; END $$;
TRUNCATE messages
---
DO $$ BEGIN RETURN; CREATE TABLE messages (id int); END $$;
DROP TABLE messages
---
ALTER TABLE messages ADD COLUMN tmp text;
ALTER TABLE messages RENAME COLUMN tmp TO was_tmp;
ALTER TABLE messages RENAME COLUMN content TO tmp;
ALTER TABLE messages DROP COLUMN tmp
---
ALTER TABLE IF EXISTS messages DROP IF EXISTS content RESTRICT
---
ALTER TYPE address DROP ATTRIBUTE street CASCADE
---
ALTER FOREIGN TABLE elsewhere DROP COLUMN x
---
ALTER TABLE messages ALTER COLUMN content TYPE varchar(10)
---
ALTER TABLE messages ALTER content SET DATA TYPE varchar(10) USING left(content, 10)
---
ALTER TABLE messages ALTER COLUMN content TYPE text USING NULL
---
ALTER TABLE messages ALTER COLUMN content TYPE text USING ''
---
CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, v numeric(12, 4));
ALTER TABLE t ALTER COLUMN v TYPE numeric(10, 2)
---
CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY);
ALTER TABLE t ALTER COLUMN id TYPE integer
---
ALTER TABLE messages SET UNLOGGED
---
ALTER TABLE messages DROP CONSTRAINT messages_pkey CASCADE
---
CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY);
ALTER TABLE t DROP CONSTRAINT t_pkey
---
CREATE UNIQUE INDEX t_name ON t (name);
DROP INDEX t_name
---
DROP INDEX t_name CASCADE; DROP TABLE t
---
DROP MATERIALIZED VIEW totals CASCADE
---
DROP ROUTINE touch CASCADE
---
DROP AGGREGATE my_sum(int) CASCADE
---
DROP SERVER elsewhere CASCADE
---
DROP TABLE a, b, c
---
-- migrate: no-transaction
DROP SUBSCRIPTION mirror
---
TRUNCATE ONLY messages RESTART IDENTITY
---
TRUNCATE TABLE public.messages, conversations CONTINUE IDENTITY RESTRICT
---
ALTER SEQUENCE IF EXISTS s RESTART
---
SELECT lo_truncate(lo_open(1, 131072), 0)
---
SELECT lo_export(1, '/tmp/x')
---
COPY messages FROM PROGRAM 'curl x'
---
COPY (SELECT 1) TO PROGRAM 'rm -rf /'
---
SELECT pg_cancel_backend(1), pg_reload_conf()
---
SELECT pg_logical_slot_get_changes('graphsync', NULL, NULL)
---
SELECT CASE WHEN true THEN pg_terminate_backend(1) END
---
SELECT 1 FROM messages WHERE pg_terminate_backend(5)
---
INSERT INTO log SELECT setval('s', 1)
---
ALTER TABLE messages DISABLE TRIGGER USER
---
ALTER TABLE messages DISABLE RULE keep
---
SET LOCAL session_replication_role TO 'replica'
---
SET row_security = off
---
ALTER POLICY own_rows ON user_secrets USING (1 = 1)
---
CREATE POLICY everybody ON user_secrets FOR ALL USING (user_id = user_id)
---
CREATE POLICY everybody ON user_secrets FOR DELETE USING (user_id = current_setting('app.user') OR true)
---
ALTER TABLE user_secrets NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY
---
CREATE RULE gone AS ON UPDATE TO messages DO INSTEAD DELETE FROM messages WHERE id = old.id
---
CREATE SCHEMA s CREATE TABLE t (id int PRIMARY KEY); DROP SCHEMA s CASCADE
---
SELECT query_to_xml('DELETE FROM messages', true, true, '')
---
SELECT dblink_exec('dbname=other', 'DROP TABLE x')
---
SELECT public.exec_sql('TRUNCATE messages')
---
SELECT cron.schedule('0 0 * * *', 'DELETE FROM messages')
---
GRANT SELECT ON messages TO PUBLIC; DROP OWNED BY app_rw, migrator CASCADE
---
DELETE FROM messages WHERE 1
---
DELETE FROM messages WHERE id > 0 OR id <= 0
---
DELETE FROM messages WHERE id IS NULL IS FALSE
---
DELETE FROM messages WHERE (id IS NULL) = false
---
DELETE FROM messages WHERE NOT (id IS NULL)
---
DELETE FROM messages WHERE NOT (id <> id)
---
DELETE FROM messages WHERE id NOT IN (SELECT id FROM messages WHERE false)
---
DELETE FROM messages WHERE NOT EXISTS (SELECT 1 WHERE false)
---
DELETE FROM messages WHERE nullif(1, 2) = 1
---
DELETE FROM messages WHERE (VALUES (true))
---
DELETE FROM messages WHERE EXISTS (VALUES (1))
---
DELETE FROM messages WHERE id IN (TABLE messages)
---
DELETE FROM messages WHERE id = ANY (SELECT id FROM messages)
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages OFFSET 0)
---
DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE id IS NOT NULL)
---
DELETE FROM messages WHERE ctid IN (SELECT ctid FROM messages)
---
DELETE FROM messages WHERE content ILIKE '%%'
---
DELETE FROM messages WHERE content SIMILAR TO '%'
---
DELETE FROM messages WHERE current_date > '2000-01-01'
---
DELETE FROM messages WHERE 'x' = ANY (ARRAY['x', 'y'])
---
DELETE FROM messages WHERE '{}'::jsonb @> '{}'::jsonb
---
DELETE FROM messages WHERE greatest(id, id) = id
---
DELETE FROM messages WHERE true::text = 'true'
---
DELETE FROM messages WHERE "id" = "id"
---
DELETE FROM messages WHERE id * 1 = id
---
UPDATE messages SET content = NULL WHERE id IS NOT NULL
---
WITH RECURSIVE r AS (SELECT 1) DELETE FROM messages
---
SELECT 1; DELETE FROM messages
---
DROP TABLE IF EXISTS only_this
---
DROP VIEW a, b CASCADE
---
DROP TYPE IF EXISTS a, b CASCADE
---
DROP EXTENSION IF EXISTS a, b CASCADE
---
DO $$ <<outer>> DECLARE BEGIN WHILE true LOOP DROP TABLE messages; EXIT outer; END LOOP; END $$
---
DO $$ BEGIN FOR i IN REVERSE 3..1 LOOP EXECUTE 'TRUNCATE messages'; END LOOP; END $$
---
DO $$ DECLARE a text[] := ARRAY['DROP TABLE messages']; s text; BEGIN FOREACH s IN ARRAY a LOOP EXECUTE s; END LOOP; END $$
---
DO $$ BEGIN EXECUTE replace('DROP TABEL messages', 'TABEL', 'TABLE'); END $$
---
DO $$ BEGIN EXECUTE format('%s %s %I', 'DROP', 'TABLE', 'messages'); END $$
---
DO $$ BEGIN EXECUTE 'DELETE FROM messages WHERE id = $1' || ' OR true' USING 5; END $$
---
CREATE OR REPLACE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN TRUNCATE messages; END $$; DO $$ BEGIN CALL p(); END $$
---
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || 'messages'; END $$; SELECT f()
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; INSERT INTO conversations SELECT f()
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; UPDATE conversations SET n = f() WHERE id = 1
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; SELECT 1 WHERE f() = 1
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; VALUES (f())
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; SELECT * FROM f()
---
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE messages; SELECT 1'; CREATE TABLE x AS SELECT f()
---
CREATE FUNCTION f(x text) RETURNS text LANGUAGE sql AS 'DELETE FROM messages RETURNING ''a'''; ALTER TABLE conversations ALTER COLUMN title TYPE text USING f(title)
---
ALTER TABLE messages ADD COLUMN x int, DROP content
---
ALTER TABLE messages DROP COLUMN a, DROP COLUMN b
---
ALTER TABLE archive.messages DROP COLUMN IF EXISTS a
---
ALTER VIEW v RESET (security_barrier); DROP SCHEMA public CASCADE
---
TRUNCATE messages*
---
-- migrate: no-transaction
DROP DATABASE IF EXISTS shop WITH (FORCE)
---
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
---
SELECT pg_catalog.lo_unlink(loid) FROM pg_largeobject
---
COPY messages (id) FROM '/x' WITH (FORMAT csv)
---
MERGE INTO messages USING (VALUES (1)) v ON false WHEN NOT MATCHED BY SOURCE THEN DELETE
---
REASSIGN OWNED BY CURRENT_USER TO postgres
---
ALTER ROLE a RENAME TO b; DROP OWNED BY b
---
SET SESSION session_replication_role = 'replica'
---
ALTER TABLE a DISABLE TRIGGER ALL, ENABLE TRIGGER b
---
DELETE FROM messages AS m WHERE m.id IN (SELECT x.id FROM messages AS x)
---
DELETE FROM messages m USING (SELECT id FROM messages) x WHERE x.id = m.id
---
DELETE FROM app.messages WHERE app.messages.id = app.messages.id
---
DELETE FROM messages WHERE is_active IN (true, false)
---
DELETE FROM messages WHERE is_active = true OR is_active = false
---
DELETE FROM messages WHERE is_active <> true OR NOT (is_active = false)
---
DELETE FROM messages WHERE is_active OR is_active = false
---
WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 1 FROM t) DELETE FROM messages WHERE EXISTS (SELECT 1 FROM t)
---
WITH RECURSIVE t AS (SELECT id FROM messages UNION SELECT id FROM t) DELETE FROM messages WHERE id IN (SELECT id FROM t)
---
WITH a AS (SELECT id FROM messages), b AS (SELECT id FROM a) DELETE FROM messages USING b WHERE messages.id = b.id
---
DELETE FROM pg_class WHERE relname = 'messages'
---
UPDATE pg_attribute SET attnotnull = false WHERE attname = 'content'
---
UPDATE pg_catalog.pg_database SET datallowconn = false WHERE datname = 'shop'
---
INSERT INTO pg_enum (oid, enumtypid, enumsortorder, enumlabel) VALUES (1, 2, 3, 'glad')
---
DO $$ BEGIN UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'i'::regclass; END $$
---
DELETE FROM messages WHERE tableoid = 'messages'::regclass
---
DELETE FROM messages WHERE ctid >= '(0,0)'
---
DELETE FROM messages WHERE ctid > '(0,0)'::tid
---
DELETE FROM messages WHERE created_at <= 'infinity'
---
DELETE FROM messages WHERE 'infinity' >= created_at
---
DELETE FROM messages WHERE created_at BETWEEN '-infinity' AND 'infinity'
---
DELETE FROM messages WHERE -1 < length(content)
---
DROP DATABASE shop
---
DROP DATABASE shop WITH (FORCE)
---
DROP TABLESPACE fast
---
DROP SUBSCRIPTION mirror
---
ALTER SYSTEM SET fsync = off
---
DELETE FROM messages WHERE id >= (SELECT min(id) FROM messages)
---
DELETE FROM messages WHERE id BETWEEN (SELECT min(id) FROM messages) AND (SELECT max(id) FROM messages)
---
DELETE FROM messages WHERE id IN (WITH x AS (SELECT id FROM messages) SELECT id FROM x)
---
DELETE FROM messages WHERE id IS DISTINCT FROM NULL
---
DELETE FROM messages WHERE concat(content) IS NOT NULL
---
DELETE FROM messages WHERE content >= ''
---
DELETE FROM messages m USING messages n WHERE m.id = n.id AND m.created_at = n.created_at
---
DELETE FROM messages m USING messages n WHERE m.id = n.id AND n.id IS NOT NULL

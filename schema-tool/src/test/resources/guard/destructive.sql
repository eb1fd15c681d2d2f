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

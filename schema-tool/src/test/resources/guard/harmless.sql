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

SELEC 1
---
DROP TABLEX messages
---
ALTER TABLE messages ADD CONSTRAINT IF NOT EXISTS c CHECK (true)
---
SET app.current_user = 'x'
---
\i other.sql
---
\! rm -rf /
---
\copy messages FROM 'x.csv'
---
COPY messages FROM STDIN;
1	a
\.
---
COPY messages TO STDOUT
---
BEGIN;
SELECT 1;
COMMIT
---
ROLLBACK
---
SAVEPOINT a
---
PREPARE TRANSACTION 'x'
---
DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident('messages'); END $$
---
DO $$ DECLARE t text := 'messages'; BEGIN EXECUTE format('TRUNCATE %I', t); END $$
---
DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE 'DROP TABLE ' || r.tablename; END LOOP; END $$
---
DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT ' || current_setting('x') LOOP NULL; END LOOP; END $$
---
DO LANGUAGE plpython3u 'plpy.execute("drop table x")'
---
SELECT my_cleanup()
---
SELECT app.cleanup(id) FROM messages
---
CALL nightly()
---
SELECT dblink_exec('dbname=other', 'DROP TABLE x')
---
PREPARE p AS DELETE FROM messages; EXECUTE p
---
SELECT query_to_xml('DELETE FROM messages', true, true, '')
---
SELECT 'unterminated
---
SELECT $$ unterminated
---
/* unterminated
SELECT 1
---
SELECT 1; garbage here; SELECT 2
---
DO $$ DECLARE q text; BEGIN SELECT sql INTO q FROM jobs; EXECUTE q; END $$
---
DO $$ BEGIN EXECUTE current_setting('app.sql'); END $$
---
DO $$ BEGIN EXECUTE convert_from(decode('RFJPUCBUQUJMRSB4', 'base64'), 'UTF8'); END $$
---
DO $$ BEGIN EXECUTE reverse('segassem ELBAT PORD'); END $$
---
DO $$ BEGIN EXECUTE 'SELECT ' || chr(49); END $$
---
DO $$ DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE 'SELECT ' || current_setting('x'); END $$
---
CREATE FUNCTION run(q text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; END $$;
SELECT run('x')
---
CREATE FUNCTION run() RETURNS SETOF int LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'SELECT ' || current_setting('x'); END $$;
SELECT * FROM run()
---
CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'lib', 'fn';
SELECT c()
---
LOAD 'auto_explain'
---
SELECT set_config(name, '1', true) FROM pg_settings
---
SELECT app.do_it(), 1
---
INSERT INTO t SELECT wipe_everything()
---
SELECT * FROM crosstab('DELETE FROM x')
---
EXECUTE p
---
CREATE TABLE x AS EXECUTE p
---
COPY (SELECT 1) TO STDOUT
---
DROP TABLE messages WHERE x
---
ALTER TABLE a DROP
---
COMMIT AND CHAIN
---
START TRANSACTION
---
RELEASE SAVEPOINT a
---
END
---
DO LANGUAGE sql 'DROP TABLE messages'

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

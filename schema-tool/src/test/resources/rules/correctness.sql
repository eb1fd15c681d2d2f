=== CR01
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad refused 42P17
CREATE INDEX item_words ON item USING gin (to_tsvector(note));
--- good
CREATE INDEX item_words ON item USING gin (to_tsvector('english', note));
=== CR02
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
--- bad refused 42601
ALTER TABLE item ADD CONSTRAINT IF NOT EXISTS size_positive CHECK (size > 0) NOT VALID;
--- good
ALTER TABLE item DROP CONSTRAINT IF EXISTS size_positive;
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
=== CR03
--- setup
--- bad refused 42601
SET app.current_user = 'ann';
--- good
SELECT set_config('app.current_user', 'ann', true);
=== CR05
--- setup
--- bad refused 0A000
CREATE TABLE log (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);
--- good
CREATE TABLE log (id bigint, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
=== CR06
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
CREATE TABLE IF NOT EXISTS item (id bigint PRIMARY KEY, remark text);
--- good
ALTER TABLE item ADD COLUMN remark text;
=== CR07
--- setup
--- bad
CREATE TABLE items_that_were_ordered_but_neither_paid_nor_delivered_within_the_quarter (id bigint PRIMARY KEY);
--- good
CREATE TABLE overdue_item (id bigint PRIMARY KEY);
=== CR08
--- setup
CREATE TABLE secret (id int PRIMARY KEY, owner text);
--- bad
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
--- good
CREATE POLICY own ON secret USING (owner = current_user) WITH CHECK (owner = current_user);
ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
=== CR09
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
CREATE FUNCTION item_count() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT count(*) FROM item';
--- good
CREATE FUNCTION item_count() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT count(*) FROM item';
=== CR10
--- setup
CREATE ROLE example_owner;
CREATE ROLE example_app;
--- bad
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO example_app;
--- good
ALTER DEFAULT PRIVILEGES FOR ROLE example_owner IN SCHEMA public GRANT SELECT ON TABLES TO example_app;
=== CR11
--- setup
--- bad alone
CREATE TABLE item (id bigint PRIMARY KEY);
--- good alone
CREATE TABLE IF NOT EXISTS item (id bigint PRIMARY KEY);
=== CR12
--- setup
--- bad
CREATE TABLE item (id bigserial PRIMARY KEY, details json, at timestamp);
--- good
CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, details jsonb, at timestamptz);
=== CR13
--- setup
--- bad
CREATE TABLE item (id bigint, note text);
--- good
CREATE TABLE item (id bigint PRIMARY KEY, note text);
=== CR14
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad refused 42601
UPDATE item SET note = 'a', note = 'b' WHERE id = 1;
--- good
UPDATE item SET note = 'b' WHERE id = 1;
=== CR19
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
--- bad
ALTER TABLE item VALIDATE CONSTRAINT size_positive;
--- good
SELECT count(*) FROM item WHERE NOT (size > 0);
=== CR20
--- setup
--- bad
CREATE TABLE event (id bigint PRIMARY KEY, at timestamptz CHECK (at <= now()));
--- good
CREATE TABLE event (id bigint PRIMARY KEY, at timestamptz CHECK (at >= '2020-01-01'));
=== CR23
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE setting (key text PRIMARY KEY, value text);
--- bad
ALTER TABLE item ADD COLUMN size int;
INSERT INTO setting VALUES ('sizes', 'shown');
--- good
ALTER TABLE item ADD COLUMN size int;
=== CR24
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
-- migrate: allow DD02 reason="nobody reads it"
ALTER TABLE item ADD COLUMN note text;
--- good
ALTER TABLE item ADD COLUMN note text;
=== CR25
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad refused 42P01
ALTER TABLE IF EXISTS old_item ADD COLUMN note text;
ALTER TABLE old_item ADD COLUMN size int;
--- good
ALTER TABLE IF EXISTS old_item ADD COLUMN note text;
ALTER TABLE IF EXISTS old_item ADD COLUMN size int;
=== CR26
--- setup
CREATE TABLE secret (id int PRIMARY KEY, owner uuid);
--- bad refused 42883
CREATE POLICY own ON secret USING (owner = current_setting('app.user_id', true));
--- good
CREATE POLICY own ON secret USING (owner = nullif(current_setting('app.user_id', true), '')::uuid);

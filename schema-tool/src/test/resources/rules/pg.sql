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
=== DD26
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE copy_of_item (id int PRIMARY KEY);
--- bad
CREATE RULE also AS ON INSERT TO item DO ALSO INSERT INTO copy_of_item VALUES (NEW.id);
--- good
SELECT 1;
=== DD27
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item SET UNLOGGED;
--- good
ALTER TABLE item SET (autovacuum_enabled = true);
=== LK03
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN token uuid DEFAULT gen_random_uuid();
--- good
ALTER TABLE item ADD COLUMN token uuid;
ALTER TABLE item ALTER COLUMN token SET DEFAULT gen_random_uuid();
=== LK04
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
--- good
ALTER TABLE item ADD COLUMN number bigint;
=== LK05
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED;
--- good
ALTER TABLE item ADD COLUMN twice int;
=== LK06
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN note text NOT NULL;
--- good
ALTER TABLE item ADD COLUMN note text;
=== LK07
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN size int CHECK (size > 0);
--- good
ALTER TABLE item ADD COLUMN size int;
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
=== LK08
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN code text UNIQUE;
--- good
ALTER TABLE item ADD COLUMN code text;
=== LK09
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY);
--- bad
ALTER TABLE child ADD COLUMN parent_id int REFERENCES parent (id);
--- good
ALTER TABLE child ADD COLUMN parent_id int;
=== LK10
--- setup
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE item (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN size positive;
--- good
ALTER TABLE item ADD COLUMN size int;
=== LK11
--- setup
CREATE TABLE item (id int PRIMARY KEY, code varchar(10));
--- bad
ALTER TABLE item ALTER COLUMN code TYPE varchar(20);
--- good
ALTER TABLE item ALTER COLUMN code SET DEFAULT '';
=== LK12
--- setup
CREATE TABLE item (id int PRIMARY KEY, amount int);
--- bad
ALTER TABLE item ALTER COLUMN amount TYPE bigint;
--- good
ALTER TABLE item ADD COLUMN amount_wide bigint;
=== LK14
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
ALTER TABLE item ALTER COLUMN note SET NOT NULL;
--- good
ALTER TABLE item ADD CONSTRAINT note_not_null CHECK (note IS NOT NULL) NOT VALID;
=== LK15
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text NOT NULL);
--- bad
ALTER TABLE item ALTER COLUMN note DROP NOT NULL;
--- good
SELECT 1;
=== LK17
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
--- bad
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0);
--- good
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
=== LK21
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int);
CREATE INDEX child_parent ON child (parent_id);
--- bad
ALTER TABLE child ADD CONSTRAINT child_parent_fk FOREIGN KEY (parent_id) REFERENCES parent (id);
--- good
ALTER TABLE child ADD CONSTRAINT child_parent_fk FOREIGN KEY (parent_id) REFERENCES parent (id) NOT VALID;
=== LK22
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int);
CREATE INDEX child_parent ON child (parent_id);
--- bad
ALTER TABLE child ADD CONSTRAINT child_parent_fk FOREIGN KEY (parent_id) REFERENCES parent (id) NOT VALID;
--- good
SELECT 1;
=== LK24
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int);
--- bad
ALTER TABLE child ADD CONSTRAINT child_parent_fk FOREIGN KEY (parent_id) REFERENCES parent (id) NOT VALID;
--- good alone
CREATE INDEX CONCURRENTLY child_parent ON child (parent_id);
=== LK25
--- setup
CREATE TABLE item (id int PRIMARY KEY, code text);
--- bad
ALTER TABLE item ADD CONSTRAINT item_code UNIQUE (code);
--- good alone
CREATE UNIQUE INDEX CONCURRENTLY item_code ON item (code);
=== LK26
--- setup
CREATE TABLE item (id int PRIMARY KEY, code text);
CREATE UNIQUE INDEX item_code_index ON item (code);
--- bad
ALTER TABLE item ADD CONSTRAINT item_code UNIQUE USING INDEX item_code_index;
--- good
SELECT 1;
=== LK27
--- setup
CREATE TABLE item (id int NOT NULL);
--- bad
ALTER TABLE item ADD CONSTRAINT item_key PRIMARY KEY (id);
--- good alone
CREATE UNIQUE INDEX CONCURRENTLY item_key ON item (id);
=== LK28
--- setup
CREATE TABLE booking (id int PRIMARY KEY, during tsrange);
--- bad
ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
--- good
SELECT 1;
=== LK29
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int CONSTRAINT child_parent_fk REFERENCES parent (id));
--- bad
ALTER TABLE child DROP CONSTRAINT child_parent_fk;
--- good
SELECT 1;
=== LK30
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
CREATE INDEX item_note ON item (note);
--- good alone
CREATE INDEX CONCURRENTLY item_note ON item (note);
=== LK34
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
CREATE INDEX item_note ON item (note);
--- bad
DROP INDEX item_note;
--- good alone
DROP INDEX CONCURRENTLY item_note;
=== LK35
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
REINDEX TABLE item;
--- good alone
REINDEX TABLE CONCURRENTLY item;
=== LK37
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
ALTER TABLE item RENAME COLUMN note TO remark;
--- good
ALTER TABLE item ADD COLUMN remark text;
=== LK38
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
CLUSTER item USING item_pkey;
--- good
SELECT 1;
=== LK40
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
ALTER TABLE item REPLICA IDENTITY FULL;
--- good
ALTER TABLE item ALTER COLUMN note SET STATISTICS 500;
=== LK41
--- setup
CREATE TABLE secret (id int PRIMARY KEY, owner text);
--- bad
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
--- good
CREATE POLICY own ON secret USING (owner = current_user);
=== LK42
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- bad
CREATE TRIGGER item_note BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION note();
--- good
SELECT 1;
=== LK43
--- setup
CREATE TABLE log (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE log_2025 (id int, at date NOT NULL);
--- bad
ALTER TABLE log ATTACH PARTITION log_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--- good
ALTER TABLE log_2025 ADD CONSTRAINT bound CHECK (at >= '2025-01-01' AND at < '2026-01-01') NOT VALID;
=== LK44
--- setup
CREATE TABLE log (id int, at date NOT NULL) PARTITION BY RANGE (at);
--- bad
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--- good
CREATE TABLE log_2025 (LIKE log INCLUDING ALL);
=== LK45
--- setup
CREATE TABLE log (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--- bad
ALTER TABLE log DETACH PARTITION log_2025;
--- good alone
ALTER TABLE log DETACH PARTITION log_2025 CONCURRENTLY;
=== LK46
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
--- bad
CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent (id));
--- good
SELECT 1;
=== LK48
--- setup
CREATE MATERIALIZED VIEW numbers AS SELECT 1 AS n;
CREATE UNIQUE INDEX numbers_n ON numbers (n);
--- bad
REFRESH MATERIALIZED VIEW numbers;
--- good
REFRESH MATERIALIZED VIEW CONCURRENTLY numbers;
=== LK51
--- setup
CREATE DOMAIN size AS int;
CREATE TABLE item (id int PRIMARY KEY, size size);
--- bad
ALTER DOMAIN size ADD CONSTRAINT positive CHECK (VALUE > 0);
--- good
ALTER DOMAIN size ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
=== LK54
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
LOCK TABLE item;
--- good
SELECT 1;

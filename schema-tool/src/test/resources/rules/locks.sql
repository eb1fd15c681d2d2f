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
=== LK13
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
CREATE INDEX item_note ON item (note);
--- bad
ALTER TABLE item ALTER COLUMN note TYPE text COLLATE "C";
--- good
ALTER TABLE item ADD COLUMN note_by_code text COLLATE "C";
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
=== LK17
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
--- bad
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0);
--- good
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
=== LK18
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
--- bad
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
--- good
SELECT count(*) FROM item WHERE NOT (size > 0);
=== LK20
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int);
--- bad
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
ALTER TABLE item VALIDATE CONSTRAINT size_positive;
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
=== LK29
--- setup
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent_id int CONSTRAINT child_parent_fk REFERENCES parent (id));
--- bad
ALTER TABLE child DROP CONSTRAINT child_parent_fk;
--- good
=== LK30
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad
CREATE INDEX item_note ON item (note);
--- good alone
CREATE INDEX CONCURRENTLY item_note ON item (note);
=== LK32
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad alone
CREATE INDEX CONCURRENTLY IF NOT EXISTS item_note ON item (note);
--- good alone
CREATE INDEX CONCURRENTLY item_note ON item (note);
=== LK33
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad refused 25001
VACUUM item;
--- good alone
VACUUM item;
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
CREATE TABLE own_secret (id int PRIMARY KEY, owner text);
CREATE POLICY own ON own_secret USING (owner = current_user);
ALTER TABLE own_secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
=== LK42
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- bad
CREATE TRIGGER item_note BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION note();
--- good
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
CREATE TABLE child (id int PRIMARY KEY, parent_id int);
=== LK48
--- setup
CREATE MATERIALIZED VIEW numbers AS SELECT 1 AS n;
CREATE UNIQUE INDEX numbers_n ON numbers (n);
--- bad
REFRESH MATERIALIZED VIEW numbers;
--- good
REFRESH MATERIALIZED VIEW CONCURRENTLY numbers;
=== LK49
--- setup
CREATE VIEW one AS SELECT 1 AS one;
--- bad
CREATE OR REPLACE VIEW one AS SELECT 1 AS one, 2 AS two;
--- good
CREATE VIEW one_and_two AS SELECT 1 AS one, 2 AS two;
=== LK50
--- setup
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE person (id int PRIMARY KEY, mood mood);
--- bad refused 55P04
ALTER TYPE mood ADD VALUE 'poor';
UPDATE person SET mood = 'poor' WHERE mood IS NULL;
--- good
CREATE TABLE known_mood (name text PRIMARY KEY);
INSERT INTO known_mood VALUES ('good'), ('bad'), ('poor');
=== LK51
--- setup
CREATE DOMAIN size AS int;
CREATE TABLE item (id int PRIMARY KEY, size size);
--- bad
ALTER DOMAIN size ADD CONSTRAINT positive CHECK (VALUE > 0);
--- good
ALTER DOMAIN size ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
=== LK52
--- setup
CREATE TABLE item (id int PRIMARY KEY);
CREATE TABLE person (id int PRIMARY KEY);
--- bad
ALTER TABLE item ADD COLUMN note text;
ALTER TABLE person ADD COLUMN note text;
--- good
ALTER TABLE item ADD COLUMN note text;
=== LK53
--- setup
CREATE TABLE item (id int PRIMARY KEY, size int, weight int);
--- bad
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0);
ALTER TABLE item ADD CONSTRAINT weight_positive CHECK (weight > 0);
--- good
ALTER TABLE item ADD CONSTRAINT size_positive CHECK (size > 0), ADD CONSTRAINT weight_positive CHECK (weight > 0);
=== LK54
--- setup
CREATE TABLE item (id int PRIMARY KEY);
--- bad
LOCK TABLE item;
--- good
=== LK55
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text, long_note text);
--- bad
ALTER TABLE item ALTER COLUMN long_note SET DEFAULT '';
UPDATE item SET long_note = note WHERE note IS NOT NULL;
--- good alone
UPDATE item SET long_note = note WHERE id IN (SELECT id FROM item WHERE long_note IS NULL AND note IS NOT NULL LIMIT 500);
=== LK56
--- setup
CREATE TABLE person (id int PRIMARY KEY, email text);
--- bad
CREATE EXTENSION citext;
--- good
SELECT installed_version FROM pg_available_extensions WHERE name = 'citext';
=== LK60
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad alone
SET statement_timeout = '10min';
CREATE INDEX CONCURRENTLY item_note ON item (note);
--- good alone
-- migrate: timeout 10m
CREATE INDEX CONCURRENTLY item_note ON item (note);
=== LK61
--- setup
CREATE TABLE item (id int PRIMARY KEY, note text);
--- bad alone
SET LOCAL maintenance_work_mem = '128MB';
CREATE INDEX CONCURRENTLY item_note ON item (note);
--- good alone
SET maintenance_work_mem = '128MB';
CREATE INDEX CONCURRENTLY item_note ON item (note);
RESET maintenance_work_mem;
=== LK63
--- setup
CREATE TABLE item (id int PRIMARY KEY, code text CONSTRAINT item_code UNIQUE);
--- bad
ALTER TABLE item DROP CONSTRAINT item_code;
--- good alone
CREATE UNIQUE INDEX CONCURRENTLY item_code_in_lower_case ON item (lower(code));

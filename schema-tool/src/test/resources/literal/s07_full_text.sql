CREATE EXTENSION IF NOT EXISTS unaccent;
ALTER TABLE messages ADD COLUMN ts tsvector
    GENERATED ALWAYS AS (to_tsvector('english', unaccent(coalesce(content, '')))) STORED;
CREATE INDEX messages_ts ON messages USING gin (ts);

-- migrate: requires-extension vector
CREATE TABLE messages_embeddings (message_id uuid PRIMARY KEY, embedding vector(1536));
CREATE INDEX ON messages_embeddings USING ivfflat (embedding vector_cosine) WITH (lists = 100);

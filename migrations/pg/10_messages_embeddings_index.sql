-- migrate: no-transaction
-- migrate: depends-on pg/04
--
-- Nearest neighbours by cosine distance. IVFFlat learns its lists from the rows that are there when it is built: built
-- on fewer than about 1,000 it finds badly. So once there are rows, and again when they have multiplied, run
--     REINDEX INDEX CONCURRENTLY public.messages_embeddings_embedding_idx;
-- lists is the deployment's choice: rows / 1000 up to a million rows, the square root of rows beyond. A changed value
-- (ALTER INDEX … SET (lists = …)) takes effect with the next REINDEX.

CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_embeddings_embedding_idx
    ON public.messages_embeddings USING ivfflat (embedding vector_cosine_ops) WITH (lists = 100);

-- migrate: no-transaction
-- migrate: depends-on pg/04
-- migrate: optional-variable embedding_lists 100
--
-- Nearest neighbours by cosine distance. IVFFlat learns its lists from the rows that are there when it is built: built
-- on fewer than about 1,000 it finds badly. So once there are rows, and again when they have multiplied, run
--     REINDEX INDEX CONCURRENTLY public.messages_embeddings_embedding_idx;
-- The number of lists is the deployment's choice: 100 unless EMBEDDING_LISTS says otherwise when this file is applied.
-- Good are rows / 1000 up to a million rows, the square root of rows beyond. A value changed later by
-- ALTER INDEX … SET (lists = …) takes effect with the next REINDEX.

CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_embeddings_embedding_idx
    ON public.messages_embeddings USING ivfflat (embedding vector_cosine_ops) WITH (lists = :'embedding_lists');

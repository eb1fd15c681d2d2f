-- migrate: requires-extension vector
-- migrate: allow LK56 reason="does nothing where an administrator has created the extension"
-- migrate: optional-variable embedding_dimensions 1536
--
-- One embedding a message. Where the server does not offer pgvector, this file and 10 wait; nothing of the pipeline
-- needs them. Where only an administrator may create the extension, it is created beforehand, in any schema of the
-- runner's search path, and the first statement finds it there.
--
-- The number of dimensions is the embedding model's, hence the deployment's choice: 1536 unless EMBEDDING_DIMENSIONS
-- says otherwise when this file is applied. An index holds at most 2,000. Whoever changes the model later does it while
-- the table is empty, by a migration of their own with
--     ALTER TABLE public.messages_embeddings ALTER COLUMN embedding TYPE vector(768);

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

CREATE TABLE IF NOT EXISTS public.messages_embeddings (
    message_id uuid NOT NULL,
    embedding vector(:'embedding_dimensions') NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT messages_embeddings_pkey PRIMARY KEY (message_id),
    CONSTRAINT messages_embeddings_message_id_fkey
        FOREIGN KEY (message_id) REFERENCES public.messages (id) ON DELETE CASCADE
);

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute
        WHERE attrelid = 'public.messages_embeddings'::regclass
          AND attname = 'embedding'
          AND atttypid = 'vector'::regtype
          AND atttypmod > 0
    ) THEN
        RAISE EXCEPTION 'messages_embeddings was there before and has no column "embedding" of type vector(N)'
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Change the table, or rename it, and apply again.';
    END IF;
END
$$;

-- This file may come long after 06, when a server starts to offer the extension: then it does by itself what 06 would
-- have done.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_roles
        WHERE rolname = 'migrator'
          AND pg_has_role(current_user, oid, 'MEMBER')
          AND has_schema_privilege(oid, 'public', 'CREATE')
    ) THEN
        IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app_rw') THEN
            GRANT SELECT, INSERT, UPDATE, DELETE ON public.messages_embeddings TO app_rw;
        END IF;
        ALTER TABLE public.messages_embeddings OWNER TO migrator;
    END IF;
END
$$;

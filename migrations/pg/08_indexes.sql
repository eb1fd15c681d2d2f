-- migrate: no-transaction
--
-- The indexes of 02 and 07, and the validation of the foreign key, without stopping writers: the tables may have been
-- there before, and large.

CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_conversation_id_idx ON public.messages (conversation_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_created_at_idx ON public.messages (created_at DESC);

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS messages_idempotency_key_key
    ON public.messages (conversation_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS conversations_updated_at_idx ON public.conversations (updated_at DESC);

CREATE INDEX CONCURRENTLY IF NOT EXISTS conversations_topic_sub_topic_idx ON public.conversations (topic, sub_topic);

CREATE INDEX CONCURRENTLY IF NOT EXISTS graph_outbox_status_created_at_idx ON public.graph_outbox (status, created_at);

-- The key may go by another name where the table was there before 02; then it was validated when it was made.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_constraint
        WHERE conrelid = 'public.messages'::regclass AND conname = 'messages_conversation_id_fkey' AND NOT convalidated
    ) THEN
        ALTER TABLE public.messages VALIDATE CONSTRAINT messages_conversation_id_fkey;
    END IF;
END
$$;

-- migrate: no-transaction
-- migrate: depends-on pg/03
--
-- Fills the full text of the messages from before 03, in batches that each commit, then builds its index beside running
-- writers. Stopped half-way, it goes on where it was: what is filled is not null.

DO $$
DECLARE
    batch uuid[];
    passed uuid;
BEGIN
    LOOP
        SELECT array_agg(id ORDER BY id) INTO batch
        FROM (
            SELECT id FROM public.messages
            WHERE ts IS NULL AND (passed IS NULL OR id > passed)
            ORDER BY id
            LIMIT 1000
        ) AS unfilled;
        EXIT WHEN batch IS NULL;
        UPDATE public.messages SET ts = public.message_search_vector(content) WHERE id = ANY (batch) AND ts IS NULL;
        passed := batch[cardinality(batch)];
        COMMIT;
    END LOOP;
END
$$;

CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_ts_idx ON public.messages USING gin (ts);

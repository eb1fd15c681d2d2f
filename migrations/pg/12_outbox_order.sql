-- migrate: no-transaction
--
-- Numbers the outbox rows from before 11 in the order of their creation, in batches that each commit. Stopped half-way,
-- it goes on where it was. Created in one transaction and thus at the same time: in the order in which they stand.

CREATE INDEX CONCURRENTLY IF NOT EXISTS graph_outbox_unnumbered_idx
    ON public.graph_outbox (created_at) WHERE seq IS NULL;

DO $$
DECLARE
    from_before xid8;
    last_seq bigint;
    numbered bigint;
BEGIN
    SELECT xid INTO from_before FROM public.graph_outbox WHERE seq IS NULL LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT coalesce(max(seq), 0) INTO last_seq FROM public.graph_outbox WHERE xid = from_before;
    LOOP
        WITH batch AS (
            SELECT id, row_number() OVER (ORDER BY created_at, place) AS n
            FROM (
                SELECT id, created_at, ctid AS place
                FROM public.graph_outbox
                WHERE seq IS NULL
                ORDER BY created_at, ctid
                LIMIT 10000
            ) AS oldest
        )
        UPDATE public.graph_outbox AS o
        SET seq = last_seq + batch.n
        FROM batch
        WHERE o.id = batch.id AND o.seq IS NULL;
        GET DIAGNOSTICS numbered = ROW_COUNT;
        EXIT WHEN numbered = 0;
        last_seq := last_seq + numbered;
        COMMIT;
    END LOOP;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint
        WHERE conrelid = 'public.graph_outbox'::regclass AND conname = 'graph_outbox_seq_present'
    ) THEN
        ALTER TABLE public.graph_outbox ADD CONSTRAINT graph_outbox_seq_present CHECK (seq IS NOT NULL) NOT VALID;
    END IF;
END
$$;

ALTER TABLE public.graph_outbox VALIDATE CONSTRAINT graph_outbox_seq_present;

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS graph_outbox_seq_key ON public.graph_outbox (seq);

DROP INDEX CONCURRENTLY IF EXISTS public.graph_outbox_unnumbered_idx;

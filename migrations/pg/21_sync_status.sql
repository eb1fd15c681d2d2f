-- How far the graph has come, and by it the status of each outbox row without a write to the row.
--
-- The heartbeat of 16 travels behind the rows that its snapshot shows. When it has passed all partitions and the retry
-- topic, each of those rows is in the graph, or its status tells that it waits for another try or is a dead letter.

-- One row for each partition of the retry topic: the newest heartbeat that every event partition is known, by what was
-- read from there, to have passed.
CREATE TABLE public.graph_sync_progress (
    channel integer NOT NULL,
    channels integer NOT NULL,
    beat bigint NOT NULL,
    at timestamptz NOT NULL,
    snapshot pg_snapshot NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT graph_sync_progress_pkey PRIMARY KEY (channel),
    CONSTRAINT graph_sync_progress_channel_known CHECK (channel >= 0 AND channel < channels)
);

-- No row, until every channel has one: then it is the channel that is furthest behind.
CREATE VIEW public.graph_sync_watermark AS
SELECT beat, at, snapshot
FROM public.graph_sync_progress
WHERE (SELECT count(*) = max(channels) FROM public.graph_sync_progress)
ORDER BY beat
LIMIT 1;

-- The state of a row's event:
--     pending     on its way
--     retrying    failed, and waits for another try
--     deadletter  failed for good; an open dead letter
--     done        in the graph, superseded by something newer, or discarded by an operator
CREATE VIEW public.graph_outbox_status AS
SELECT o.id, o.event_type, o.entity_id, o.seq, o.created_at, o.attempts, o.last_error,
    CASE
        WHEN o.status = 'processing' THEN 'retrying'
        WHEN o.status <> 'pending' THEN o.status
        WHEN pg_visible_in_snapshot(o.xid, w.snapshot) THEN 'done'
        ELSE 'pending'
    END AS state
FROM public.graph_outbox AS o
LEFT JOIN public.graph_sync_watermark AS w ON true;

GRANT SELECT, INSERT, UPDATE, DELETE ON public.graph_sync_progress TO app_rw;
GRANT SELECT ON public.graph_sync_watermark, public.graph_outbox_status TO app_rw;
ALTER TABLE public.graph_sync_progress OWNER TO migrator;
ALTER VIEW public.graph_sync_watermark OWNER TO migrator;
ALTER VIEW public.graph_outbox_status OWNER TO migrator;

-- What cdc-source captures: inserts of the outbox and of the heartbeat. Updates and deletes stay out of the stream, so
-- neither table needs a replica identity beyond its key. The replication slot is cdc-source's own.

-- The heartbeat keeps the slot moving while the outbox is idle, and carries the snapshot by which the status of outbox
-- rows is told. Only inserts are published, so a beat replaces the row instead of updating it, in one statement:
--     WITH former AS (DELETE FROM graph_heartbeat) INSERT INTO graph_heartbeat DEFAULT VALUES
-- The snapshot is text because readers of the stream do not know the type pg_snapshot.
CREATE TABLE IF NOT EXISTS public.graph_heartbeat (
    beat bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    snapshot text NOT NULL DEFAULT pg_current_snapshot()::text,
    CONSTRAINT graph_heartbeat_pkey PRIMARY KEY (beat)
);

GRANT SELECT, INSERT, DELETE ON public.graph_heartbeat TO cdc_source;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.graph_heartbeat TO app_rw;
ALTER TABLE public.graph_heartbeat OWNER TO migrator;

-- CREATE PUBLICATION has no IF NOT EXISTS.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = 'graphsync') THEN
        ALTER PUBLICATION graphsync SET TABLE public.graph_outbox, public.graph_heartbeat;
        ALTER PUBLICATION graphsync SET (publish = 'insert');
    ELSE
        CREATE PUBLICATION graphsync FOR TABLE public.graph_outbox, public.graph_heartbeat WITH (publish = 'insert');
    END IF;
END
$$;

ALTER PUBLICATION graphsync OWNER TO migrator;

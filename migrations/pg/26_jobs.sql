-- Long work of operators that outlives the process which does it: how far a rebuild has come, so that another process can go
-- on, and what comparisons found. Who asked for it and why stays with it.

-- state:
--     running      a process is at work; or was, and has died: then nobody holds the lock of jobs
--     interrupted  stopped by its operator, or by a server that stayed away; can be resumed
--     done, failed, cancelled
CREATE TABLE public.graph_sync_job (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'running',
    options jsonb NOT NULL,
    checkpoint jsonb NOT NULL DEFAULT '{}',
    progress jsonb NOT NULL DEFAULT '{}',
    result jsonb NOT NULL DEFAULT '{}',
    note text NOT NULL,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    cancelled_by text,
    CONSTRAINT graph_sync_job_pkey PRIMARY KEY (id),
    CONSTRAINT graph_sync_job_kind_known CHECK (kind IN ('rebuild', 'verify')),
    CONSTRAINT graph_sync_job_state_known CHECK (state IN ('running', 'interrupted', 'done', 'failed', 'cancelled'))
);

CREATE INDEX graph_sync_job_started_idx ON public.graph_sync_job (started_at DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON public.graph_sync_job TO app_rw;
ALTER TABLE public.graph_sync_job OWNER TO migrator;

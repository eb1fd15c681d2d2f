-- The outbox as the migrations make it, without what the source never looks at.
CREATE TABLE public.graph_outbox (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  event_type text NOT NULL,
  entity_id uuid NOT NULL,
  payload jsonb NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  attempts int NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  schema_version smallint NOT NULL DEFAULT 1,
  traceparent text
);
CREATE UNIQUE INDEX ON public.graph_outbox (seq);
CREATE TABLE public.graph_heartbeat (
  beat bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  snapshot text NOT NULL DEFAULT pg_current_snapshot()::text
);
CREATE PUBLICATION graphsync FOR TABLE public.graph_outbox, public.graph_heartbeat WITH (publish = 'insert');

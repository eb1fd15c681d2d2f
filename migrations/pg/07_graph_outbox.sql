-- The outbox: one row for each change that the graph shows, written in the change's own transaction. A table that is
-- there already is kept and checked. Its index comes with 08, the order of its rows with 11.
--
-- status is pending until a row's event fails for good or waits for another try; what is applied is known from the
-- position that the sink has reached. The schedule of retries lives in the retry topics, not here.

CREATE TABLE IF NOT EXISTS public.graph_outbox (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    event_type text NOT NULL,
    entity_id uuid NOT NULL,
    payload jsonb NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT graph_outbox_pkey PRIMARY KEY (id)
);

DO $$
DECLARE
    problems text;
BEGIN
    SELECT string_agg(format('%s %s', wanted.col,
            CASE
                WHEN actual.attname IS NULL THEN 'is missing'
                WHEN actual.type <> wanted.type THEN format('is %s, must be %s', actual.type, wanted.type)
                ELSE 'has no default'
            END), ', ' ORDER BY wanted.col)
    INTO problems
    FROM (VALUES
        ('id', 'uuid', false),
        ('event_type', 'text', false),
        ('entity_id', 'uuid', false),
        ('payload', 'jsonb', false),
        ('status', 'text', true),
        ('attempts', 'integer', true),
        ('last_error', 'text', false),
        ('created_at', 'timestamp with time zone', true),
        ('updated_at', 'timestamp with time zone', true)
    ) AS wanted (col, type, needs_default)
    LEFT JOIN (
        SELECT attname, atthasdef, replace(format_type(atttypid, NULL), 'character varying', 'text') AS type
        FROM pg_catalog.pg_attribute
        WHERE attrelid = 'public.graph_outbox'::regclass AND attnum > 0 AND NOT attisdropped
    ) AS actual ON actual.attname = wanted.col
    WHERE actual.attname IS NULL OR actual.type <> wanted.type OR (wanted.needs_default AND NOT actual.atthasdef);
    IF problems IS NOT NULL THEN
        RAISE EXCEPTION 'graph_outbox was there before and has another shape: %', problems
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Change the table, or rename it, and apply again.';
    END IF;
END
$$;

-- An outbox made by hand from the column list alone takes no row without an id.
ALTER TABLE public.graph_outbox ALTER COLUMN id SET DEFAULT gen_random_uuid();

-- What could never be applied is refused here, where its writer can act. A Kafka record holds at most 8 MiB, headers
-- included. NOT VALID: rows from before are validated last, by 23, so that one of them does not keep the pipeline from
-- starting.
ALTER TABLE public.graph_outbox
    ADD CONSTRAINT graph_outbox_status_known CHECK (
        status IS NOT NULL AND status IN ('pending', 'processing', 'done', 'deadletter')
    ) NOT VALID,
    ADD CONSTRAINT graph_outbox_event_type_fits_record CHECK (
        event_type IS NOT NULL AND octet_length(event_type) <= 255
    ) NOT VALID,
    ADD CONSTRAINT graph_outbox_entity_id_present CHECK (
        entity_id IS NOT NULL
    ) NOT VALID,
    ADD CONSTRAINT graph_outbox_payload_fits_record CHECK (
        payload IS NOT NULL AND octet_length(payload::text) <= 7340032
    ) NOT VALID;

-- Shared with the tables of 18 and 19.
CREATE OR REPLACE FUNCTION public.graph_set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER graph_outbox_set_updated_at
    BEFORE UPDATE ON public.graph_outbox
    FOR EACH ROW
    WHEN ((OLD.status, OLD.attempts, OLD.last_error) IS DISTINCT FROM (NEW.status, NEW.attempts, NEW.last_error))
    EXECUTE FUNCTION public.graph_set_updated_at();

REVOKE ALL ON FUNCTION public.graph_set_updated_at() FROM PUBLIC;

-- What an event says was captured when it was inserted, so nobody rewrites it; what became of it may change.
REVOKE UPDATE ON public.graph_outbox FROM app_rw;
GRANT SELECT, INSERT, DELETE, UPDATE (status, attempts, last_error, updated_at) ON public.graph_outbox TO app_rw;
GRANT SELECT ON public.graph_outbox TO cdc_source;

ALTER TABLE public.graph_outbox OWNER TO migrator;
ALTER FUNCTION public.graph_set_updated_at() OWNER TO migrator;

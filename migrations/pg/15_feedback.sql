-- What users think of messages, one row for each user and message, so that PostgreSQL alone can rebuild the graph. Its
-- index comes with 17, the rules of its values with 20.

CREATE TABLE IF NOT EXISTS public.feedback (
    user_id uuid NOT NULL,
    message_id uuid NOT NULL,
    feedback_type text NOT NULL,
    score double precision,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT feedback_pkey PRIMARY KEY (user_id, message_id),
    CONSTRAINT feedback_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages (id) ON DELETE CASCADE
);

DO $$
DECLARE
    problems text;
BEGIN
    SELECT string_agg(format('%s is %s, must be %s', wanted.col, coalesce(actual.type, 'missing'), wanted.type), ', '
        ORDER BY wanted.col)
    INTO problems
    FROM (VALUES
        ('user_id', 'uuid'),
        ('message_id', 'uuid'),
        ('feedback_type', 'text'),
        ('score', 'double precision'),
        ('at', 'timestamp with time zone')
    ) AS wanted (col, type)
    LEFT JOIN (
        SELECT attname, replace(format_type(atttypid, NULL), 'character varying', 'text') AS type
        FROM pg_catalog.pg_attribute
        WHERE attrelid = 'public.feedback'::regclass AND attnum > 0 AND NOT attisdropped
    ) AS actual ON actual.attname = wanted.col
    WHERE actual.type IS DISTINCT FROM wanted.type;
    IF problems IS NOT NULL THEN
        RAISE EXCEPTION 'feedback was there before and has another shape: %', problems
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Change the table, or rename it, and apply again.';
    END IF;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON public.feedback TO app_rw;
ALTER TABLE public.feedback OWNER TO migrator;

-- Conversations and their messages. Tables that are there already are kept as they are and checked: IF NOT EXISTS alone
-- would take a table of another shape for the right one. The indexes come with 08, built beside running writers.

CREATE TABLE IF NOT EXISTS public.conversations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    title text,
    topic text,
    sub_topic text,
    last_message text,
    message_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT conversations_pkey PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS public.messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL,
    message_type text NOT NULL,
    content text NOT NULL,
    idempotency_key text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT messages_pkey PRIMARY KEY (id)
);

DO $$
DECLARE
    problems text;
BEGIN
    SELECT string_agg(format('%s.%s %s', wanted.tab, wanted.col,
            CASE
                WHEN actual.attname IS NULL THEN 'is missing'
                WHEN actual.type <> wanted.type THEN format('is %s, must be %s', actual.type, wanted.type)
                ELSE 'has no default'
            END), ', ' ORDER BY wanted.tab, wanted.col)
    INTO problems
    FROM (VALUES
        ('conversations', 'id', 'uuid', true),
        ('conversations', 'title', 'text', false),
        ('conversations', 'topic', 'text', false),
        ('conversations', 'sub_topic', 'text', false),
        ('conversations', 'last_message', 'text', false),
        ('conversations', 'message_count', 'integer', true),
        ('conversations', 'created_at', 'timestamp with time zone', true),
        ('conversations', 'updated_at', 'timestamp with time zone', true),
        ('conversations', 'is_active', 'boolean', true),
        ('messages', 'id', 'uuid', true),
        ('messages', 'conversation_id', 'uuid', false),
        ('messages', 'message_type', 'text', false),
        ('messages', 'content', 'text', false),
        ('messages', 'idempotency_key', 'text', false),
        ('messages', 'created_at', 'timestamp with time zone', true),
        ('messages', 'updated_at', 'timestamp with time zone', true),
        ('messages', 'is_active', 'boolean', true)
    ) AS wanted (tab, col, type, needs_default)
    LEFT JOIN (
        SELECT c.relname, a.attname, a.atthasdef,
               replace(format_type(a.atttypid, NULL), 'character varying', 'text') AS type
        FROM pg_catalog.pg_attribute AS a
        JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    ) AS actual ON actual.relname = wanted.tab AND actual.attname = wanted.col
    WHERE actual.attname IS NULL OR actual.type <> wanted.type OR (wanted.needs_default AND NOT actual.atthasdef);
    IF problems IS NOT NULL THEN
        RAISE EXCEPTION 'a table that was there before has another shape: %', problems
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Change the table, or rename it, and apply again.';
    END IF;
END
$$;

-- ADD CONSTRAINT has no IF NOT EXISTS. NOT VALID: the tables may hold rows, which 08 validates beside running writers.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint
        WHERE conrelid = 'public.messages'::regclass
          AND confrelid = 'public.conversations'::regclass
          AND contype = 'f'
          AND confdeltype = 'c'
    ) THEN
        ALTER TABLE public.messages
            ADD CONSTRAINT messages_conversation_id_fkey
            FOREIGN KEY (conversation_id) REFERENCES public.conversations (id) ON DELETE CASCADE NOT VALID;
    END IF;
END
$$;

-- Whose conversation it is; null where that is not known. Its index comes with 17.

ALTER TABLE public.conversations ADD COLUMN IF NOT EXISTS user_id uuid;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute
        WHERE attrelid = 'public.conversations'::regclass AND attname = 'user_id' AND atttypid = 'uuid'::regtype
    ) THEN
        RAISE EXCEPTION 'conversations.user_id was there before and is no uuid'
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Change the column, or rename it, and apply again.';
    END IF;
END
$$;

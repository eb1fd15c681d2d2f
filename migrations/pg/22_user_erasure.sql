-- Erasing a user: what the tables hold goes at once, by the triggers of 18 to 20 also from the graph, and a row here
-- remembers what `graphsync erase user` has yet to take out of the outbox, the topics and the dead letters.
--
-- An application erases within its own transaction, next to whatever else it deletes:
--     SELECT graph_erase_user('…');

CREATE TABLE public.graph_erasure (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    requested_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    -- Whose events are to go; emptied when they are gone.
    conversation_ids uuid[] NOT NULL,
    message_ids uuid[] NOT NULL,
    CONSTRAINT graph_erasure_pkey PRIMARY KEY (id)
);

CREATE INDEX graph_erasure_unfinished_idx ON public.graph_erasure (user_id) WHERE finished_at IS NULL;

CREATE FUNCTION public.graph_erase_user(erased uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    of_conversations uuid[];
    of_messages uuid[];
    secrets record;
    former_user text := current_setting('app.current_user', true);
    erasure uuid;
BEGIN
    IF erased IS NULL THEN
        RAISE EXCEPTION 'no user is named' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    -- Locked rows take no new messages: whoever adds one waits here, and then finds no conversation.
    PERFORM FROM public.conversations WHERE user_id = erased ORDER BY id FOR UPDATE;
    SELECT coalesce(array_agg(id), '{}') INTO of_conversations FROM public.conversations WHERE user_id = erased;
    SELECT coalesce(array_agg(id), '{}') INTO of_messages
    FROM public.messages WHERE conversation_id = ANY (of_conversations);
    INSERT INTO public.graph_erasure (user_id, conversation_ids, message_ids)
    VALUES (erased, of_conversations, of_messages)
    RETURNING id INTO erasure;
    DELETE FROM public.feedback WHERE user_id = erased;
    DELETE FROM public.conversations WHERE id = ANY (of_conversations);
    PERFORM set_config('app.current_user', erased::text, true);
    FOR secrets IN
        SELECT c.relname AS name, format_type(a.atttypid, NULL) AS owner_type
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN ('user_secrets', 'user_secret_salts')
        ORDER BY c.relname DESC
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE user_id = $1::%s', secrets.name, secrets.owner_type)
            USING erased::text;
    END LOOP;
    PERFORM set_config('app.current_user', coalesce(former_user, ''), true);
    RETURN erasure;
END
$$;

COMMENT ON FUNCTION public.graph_erase_user(uuid) IS
    'Deletes the conversations, feedback and secrets of a user; graphsync erase user does the rest';

GRANT SELECT, INSERT, UPDATE, DELETE ON public.graph_erasure TO app_rw;
REVOKE ALL ON FUNCTION public.graph_erase_user(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.graph_erase_user(uuid) TO app_rw;
ALTER TABLE public.graph_erasure OWNER TO migrator;
ALTER FUNCTION public.graph_erase_user(uuid) OWNER TO migrator;

-- Sending once more what the tables say of an element: `graphsync verify --repair` does it for exactly what differs.
--
-- The event of a change and the event that sends a row again say the same, so both take it from one function; the trigger
-- functions of 18 to 20 are written anew for it, and do as before.

CREATE FUNCTION public.graph_conversation_payload(c public.conversations) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    -- The empty title says that there is none; null would keep the title that the graph has.
    SELECT jsonb_build_object(
        'user_id', c.user_id,
        'conversation_id', c.id,
        'title', coalesce(c.title, ''),
        'topic', c.topic,
        'sub_topic', c.sub_topic,
        'updated_at', to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;

CREATE FUNCTION public.graph_message_payload(m public.messages) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'conversation_id', m.conversation_id,
        'message_id', m.id,
        'message_type', m.message_type,
        'created_at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;

CREATE FUNCTION public.graph_feedback_payload(f public.feedback) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'user_id', f.user_id,
        'message_id', f.message_id,
        'feedback_type', f.feedback_type,
        'score', f.score,
        'at', to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;

CREATE OR REPLACE FUNCTION public.conversations_write_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.id <> NEW.id) THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('conversation_delete', OLD.id, jsonb_build_object(
            'conversation_id', OLD.id,
            'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('conversation_upsert', NEW.id, public.graph_conversation_payload(NEW));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION public.messages_write_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.id <> NEW.id) THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('message_delete', OLD.id, jsonb_build_object(
            'conversation_id', OLD.conversation_id,
            'message_id', OLD.id,
            'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('message_upsert', NEW.id, public.graph_message_payload(NEW));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION public.feedback_write_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (TG_OP = 'UPDATE' AND (OLD.user_id, OLD.message_id) <> (NEW.user_id, NEW.message_id))
    THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('feedback_delete', OLD.message_id, jsonb_build_object(
            'user_id', OLD.user_id,
            'message_id', OLD.message_id,
            'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('feedback', NEW.message_id, public.graph_feedback_payload(NEW));
    END IF;
    RETURN NULL;
END
$$;

-- The rows are locked first: the event's seq then follows those of all changes that came before.
CREATE FUNCTION public.graph_resend_conversations(wanted uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sent bigint;
BEGIN
    PERFORM FROM public.conversations WHERE id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'conversation_upsert', c.id, public.graph_conversation_payload(c)
    FROM public.conversations AS c WHERE c.id = ANY (wanted) ORDER BY c.id;
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

CREATE FUNCTION public.graph_resend_messages(wanted uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sent bigint;
BEGIN
    PERFORM FROM public.messages WHERE id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'message_upsert', m.id, public.graph_message_payload(m)
    FROM public.messages AS m WHERE m.id = ANY (wanted) ORDER BY m.id;
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

CREATE FUNCTION public.graph_resend_feedback(messages uuid[], users uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sent bigint;
BEGIN
    PERFORM FROM public.feedback
    WHERE (message_id, user_id) IN (SELECT * FROM unnest(messages, users))
    ORDER BY message_id, user_id FOR NO KEY UPDATE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'feedback', f.message_id, public.graph_feedback_payload(f)
    FROM public.feedback AS f
    WHERE (f.message_id, f.user_id) IN (SELECT * FROM unnest(messages, users))
    ORDER BY f.message_id, f.user_id;
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

-- Of what is in no table nothing can be locked. The table is, for a moment, so that nobody who writes the row just now gets
-- a seq that is lower than that of the delete.
CREATE FUNCTION public.graph_forget_conversations(wanted uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '3s'
AS $$
DECLARE
    sent bigint;
BEGIN
    LOCK TABLE public.conversations IN SHARE MODE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'conversation_delete', gone.id, jsonb_build_object(
        'conversation_id', gone.id,
        'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    FROM unnest(wanted) AS gone (id)
    WHERE NOT EXISTS (SELECT FROM public.conversations AS c WHERE c.id = gone.id);
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

CREATE FUNCTION public.graph_forget_messages(wanted uuid[], of_conversations uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '3s'
AS $$
DECLARE
    sent bigint;
BEGIN
    LOCK TABLE public.messages IN SHARE MODE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'message_delete', gone.id, jsonb_build_object(
        'conversation_id', gone.conversation_id,
        'message_id', gone.id,
        'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    FROM unnest(wanted, of_conversations) AS gone (id, conversation_id)
    WHERE NOT EXISTS (SELECT FROM public.messages AS m WHERE m.id = gone.id);
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

CREATE FUNCTION public.graph_forget_feedback(messages uuid[], users uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '3s'
AS $$
DECLARE
    sent bigint;
BEGIN
    LOCK TABLE public.feedback IN SHARE MODE;
    INSERT INTO public.graph_outbox (event_type, entity_id, payload)
    SELECT 'feedback_delete', gone.message_id, jsonb_build_object(
        'user_id', gone.user_id,
        'message_id', gone.message_id,
        'deleted_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    FROM unnest(messages, users) AS gone (message_id, user_id)
    WHERE NOT EXISTS (
        SELECT FROM public.feedback AS f WHERE f.message_id = gone.message_id AND f.user_id = gone.user_id);
    GET DIAGNOSTICS sent = ROW_COUNT;
    RETURN sent;
END
$$;

REVOKE ALL ON FUNCTION
    public.graph_conversation_payload(public.conversations),
    public.graph_message_payload(public.messages),
    public.graph_feedback_payload(public.feedback),
    public.graph_resend_conversations(uuid[]),
    public.graph_resend_messages(uuid[]),
    public.graph_resend_feedback(uuid[], uuid[]),
    public.graph_forget_conversations(uuid[]),
    public.graph_forget_messages(uuid[], uuid[]),
    public.graph_forget_feedback(uuid[], uuid[])
FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    public.graph_conversation_payload(public.conversations),
    public.graph_message_payload(public.messages),
    public.graph_feedback_payload(public.feedback),
    public.graph_resend_conversations(uuid[]),
    public.graph_resend_messages(uuid[]),
    public.graph_resend_feedback(uuid[], uuid[]),
    public.graph_forget_conversations(uuid[]),
    public.graph_forget_messages(uuid[], uuid[]),
    public.graph_forget_feedback(uuid[], uuid[])
TO app_rw;

ALTER FUNCTION public.graph_conversation_payload(public.conversations) OWNER TO migrator;
ALTER FUNCTION public.graph_message_payload(public.messages) OWNER TO migrator;
ALTER FUNCTION public.graph_feedback_payload(public.feedback) OWNER TO migrator;
ALTER FUNCTION public.graph_resend_conversations(uuid[]) OWNER TO migrator;
ALTER FUNCTION public.graph_resend_messages(uuid[]) OWNER TO migrator;
ALTER FUNCTION public.graph_resend_feedback(uuid[], uuid[]) OWNER TO migrator;
ALTER FUNCTION public.graph_forget_conversations(uuid[]) OWNER TO migrator;
ALTER FUNCTION public.graph_forget_messages(uuid[], uuid[]) OWNER TO migrator;
ALTER FUNCTION public.graph_forget_feedback(uuid[], uuid[]) OWNER TO migrator;

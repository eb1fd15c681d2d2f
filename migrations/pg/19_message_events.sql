-- As 18, for messages. The content is not in the graph: changing it writes no event.

ALTER TABLE public.messages
    ADD CONSTRAINT messages_message_type_fits_graph CHECK (
        message_type IN ('user', 'assistant', 'system')
    ) NOT VALID,
    ADD CONSTRAINT messages_created_at_fits_graph CHECK (
        created_at IS NOT NULL
        AND created_at >= '0001-01-01 00:00:00+00'
        AND created_at < '10000-01-01 00:00:00+00'
    ) NOT VALID;

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
        VALUES ('message_upsert', NEW.id, jsonb_build_object(
            'conversation_id', NEW.conversation_id,
            'message_id', NEW.id,
            'message_type', NEW.message_type,
            'created_at', to_char(NEW.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    RETURN NULL;
END
$$;

-- Filling the full text of older messages is no change of theirs: ts is not among the columns.
CREATE OR REPLACE TRIGGER messages_set_updated_at
    BEFORE UPDATE ON public.messages
    FOR EACH ROW
    WHEN ((OLD.conversation_id, OLD.message_type, OLD.content, OLD.idempotency_key, OLD.is_active)
            IS DISTINCT FROM
            (NEW.conversation_id, NEW.message_type, NEW.content, NEW.idempotency_key, NEW.is_active)
        AND OLD.updated_at IS NOT DISTINCT FROM NEW.updated_at)
    EXECUTE FUNCTION public.graph_set_updated_at();

CREATE OR REPLACE TRIGGER messages_write_event
    AFTER INSERT OR DELETE ON public.messages
    FOR EACH ROW EXECUTE FUNCTION public.messages_write_event();

CREATE OR REPLACE TRIGGER messages_write_event_of_update
    AFTER UPDATE ON public.messages
    FOR EACH ROW
    WHEN ((OLD.id, OLD.conversation_id, OLD.message_type, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.conversation_id, NEW.message_type, NEW.created_at))
    EXECUTE FUNCTION public.messages_write_event();

CREATE OR REPLACE TRIGGER messages_refuse_truncate
    BEFORE TRUNCATE ON public.messages
    FOR EACH STATEMENT EXECUTE FUNCTION public.graph_rows_refuse_truncate();

REVOKE ALL ON FUNCTION public.messages_write_event() FROM PUBLIC;
ALTER FUNCTION public.messages_write_event() OWNER TO migrator;

-- Every change of a conversation that the graph shows writes its event, in the same transaction and while the row is
-- locked, which is what makes seq rise in commit order. Here for conversations; 19 for messages, 20 for feedback.
--
-- The functions run as their owner, migrator, so that whoever may change a conversation needs no right on the outbox,
-- and so that the rows that a DELETE takes along by cascade write their events too.
-- Times are written in UTC, whatever the session's TimeZone and DateStyle are.

-- What could never be applied to the graph is refused here, where its writer can act. NOT VALID: older rows are
-- validated last, by 23, so that one of them does not keep the pipeline from starting.
-- Characters are counted as the contract does, in UTF-16: one beyond U+FFFF counts twice. Bytes bound their number.
-- A title is measured as JSON text, in which a control character takes six bytes: all of it must fit a Kafka record.
ALTER TABLE public.conversations
    ADD CONSTRAINT conversations_title_fits_graph CHECK (
        octet_length(title) <= 524288 OR octet_length(to_json(title)::text) <= 4194304
    ) NOT VALID,
    ADD CONSTRAINT conversations_topic_fits_graph CHECK (
        octet_length(topic) <= 1000
        OR char_length(regexp_replace(topic, '[\U00010000-\U0010FFFF]', 'xx', 'g')) <= 1000
    ) NOT VALID,
    ADD CONSTRAINT conversations_sub_topic_fits_graph CHECK (
        octet_length(sub_topic) <= 1000
        OR char_length(regexp_replace(sub_topic, '[\U00010000-\U0010FFFF]', 'xx', 'g')) <= 1000
    ) NOT VALID,
    ADD CONSTRAINT conversations_updated_at_fits_graph CHECK (
        updated_at IS NOT NULL
        AND updated_at >= '0001-01-01 00:00:00+00'
        AND updated_at < '10000-01-01 00:00:00+00'
    ) NOT VALID;

-- Shared by the three tables.
CREATE OR REPLACE FUNCTION public.graph_rows_refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE of % would leave its rows in the graph', TG_TABLE_NAME
        USING ERRCODE = 'feature_not_supported',
              HINT = format('DELETE FROM %I.%I removes them from both.', TG_TABLE_SCHEMA, TG_TABLE_NAME);
END
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
        -- The empty title says that there is none; null would keep the title that the graph has.
        INSERT INTO public.graph_outbox (event_type, entity_id, payload)
        VALUES ('conversation_upsert', NEW.id, jsonb_build_object(
            'user_id', NEW.user_id,
            'conversation_id', NEW.id,
            'title', coalesce(NEW.title, ''),
            'topic', NEW.topic,
            'sub_topic', NEW.sub_topic,
            'updated_at', to_char(NEW.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    RETURN NULL;
END
$$;

-- An UPDATE that sets updated_at itself has the last word. The columns are named: comparing whole rows would fail on a
-- type without equality, such as json, and on generated columns.
CREATE OR REPLACE TRIGGER conversations_set_updated_at
    BEFORE UPDATE ON public.conversations
    FOR EACH ROW
    WHEN ((OLD.user_id, OLD.title, OLD.topic, OLD.sub_topic, OLD.last_message, OLD.message_count, OLD.is_active)
            IS DISTINCT FROM
            (NEW.user_id, NEW.title, NEW.topic, NEW.sub_topic, NEW.last_message, NEW.message_count, NEW.is_active)
        AND OLD.updated_at IS NOT DISTINCT FROM NEW.updated_at)
    EXECUTE FUNCTION public.graph_set_updated_at();

CREATE OR REPLACE TRIGGER conversations_write_event
    AFTER INSERT OR DELETE ON public.conversations
    FOR EACH ROW EXECUTE FUNCTION public.conversations_write_event();

CREATE OR REPLACE TRIGGER conversations_write_event_of_update
    AFTER UPDATE ON public.conversations
    FOR EACH ROW
    WHEN ((OLD.id, OLD.user_id, OLD.title, OLD.topic, OLD.sub_topic, OLD.updated_at)
        IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.title, NEW.topic, NEW.sub_topic, NEW.updated_at))
    EXECUTE FUNCTION public.conversations_write_event();

CREATE OR REPLACE TRIGGER conversations_refuse_truncate
    BEFORE TRUNCATE ON public.conversations
    FOR EACH STATEMENT EXECUTE FUNCTION public.graph_rows_refuse_truncate();

-- Nobody hangs these functions into a table of their own and writes events through it.
REVOKE ALL ON FUNCTION public.graph_rows_refuse_truncate() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.conversations_write_event() FROM PUBLIC;

ALTER FUNCTION public.graph_rows_refuse_truncate() OWNER TO migrator;
ALTER FUNCTION public.conversations_write_event() OWNER TO migrator;

-- As 18, for feedback. The event's entity is the message; its identity in the graph is user and message together.

-- A score is a number that JSON and the graph hold exactly: NaN counts as greater than all others and is refused by the
-- upper bound, like infinity; within 2^53 no whole number is rounded.
ALTER TABLE public.feedback
    ADD CONSTRAINT feedback_feedback_type_fits_graph CHECK (
        feedback_type IS NOT NULL
        AND feedback_type <> ''
        AND (octet_length(feedback_type) <= 255
            OR char_length(regexp_replace(feedback_type, '[\U00010000-\U0010FFFF]', 'xx', 'g')) <= 255)
    ) NOT VALID,
    ADD CONSTRAINT feedback_score_fits_graph CHECK (
        score >= -9007199254740992 AND score <= 9007199254740992
    ) NOT VALID,
    ADD CONSTRAINT feedback_at_fits_graph CHECK (
        at IS NOT NULL
        AND at >= '0001-01-01 00:00:00+00'
        AND at < '10000-01-01 00:00:00+00'
    ) NOT VALID;

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
        VALUES ('feedback', NEW.message_id, jsonb_build_object(
            'user_id', NEW.user_id,
            'message_id', NEW.message_id,
            'feedback_type', NEW.feedback_type,
            'score', NEW.score,
            'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER feedback_write_event
    AFTER INSERT OR DELETE ON public.feedback
    FOR EACH ROW EXECUTE FUNCTION public.feedback_write_event();

CREATE OR REPLACE TRIGGER feedback_write_event_of_update
    AFTER UPDATE ON public.feedback
    FOR EACH ROW
    WHEN ((OLD.user_id, OLD.message_id, OLD.feedback_type, OLD.score, OLD.at)
        IS DISTINCT FROM (NEW.user_id, NEW.message_id, NEW.feedback_type, NEW.score, NEW.at))
    EXECUTE FUNCTION public.feedback_write_event();

CREATE OR REPLACE TRIGGER feedback_refuse_truncate
    BEFORE TRUNCATE ON public.feedback
    FOR EACH STATEMENT EXECUTE FUNCTION public.graph_rows_refuse_truncate();

REVOKE ALL ON FUNCTION public.feedback_write_event() FROM PUBLIC;
ALTER FUNCTION public.feedback_write_event() OWNER TO migrator;

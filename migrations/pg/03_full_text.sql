-- migrate: requires-extension unaccent
-- migrate: depends-on pg/01
--
-- Full text of messages: the column ts, filled by a trigger. Not a stored generated column, for two reasons: adding one
-- rewrites a filled table under a lock that stops even readers, and its expression would refuse a message whose words
-- exceed the 1 MB of a tsvector. 09 fills the rows from before and builds the index.
-- Search with: ts @@ websearch_to_tsquery('english', public.unaccented('…'))

ALTER TABLE public.messages ADD COLUMN IF NOT EXISTS ts tsvector;

-- unaccent(text) is only STABLE, because it looks its dictionary up by the search path. Here dictionary and function
-- are bound when this statement runs, whatever schema the extension lives in, so that IMMUTABLE is true.
CREATE OR REPLACE FUNCTION public.unaccented(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN unaccent('unaccent'::regdictionary, value);

COMMENT ON FUNCTION public.unaccented(text) IS 'The text without accents; immutable, fit for indexes';

CREATE OR REPLACE FUNCTION public.message_search_vector(content text) RETURNS tsvector
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE STRICT
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- No text of this size exceeds the 1 MB of a tsvector. Only larger ones pay for a subtransaction.
    IF octet_length(content) <= 131072 THEN
        RETURN to_tsvector('pg_catalog.english'::regconfig, public.unaccented(content));
    END IF;
    BEGIN
        RETURN to_tsvector('pg_catalog.english'::regconfig, public.unaccented(content));
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN to_tsvector('pg_catalog.english'::regconfig, public.unaccented(left(content, 32768)));
    END;
END
$$;

COMMENT ON FUNCTION public.message_search_vector(text) IS
    'What a message is found by: its English words without accents; of a text with too many words the beginning';

CREATE OR REPLACE FUNCTION public.messages_fill_ts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.ts := public.message_search_vector(NEW.content);
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER messages_fill_ts
    BEFORE INSERT OR UPDATE OF content ON public.messages
    FOR EACH ROW EXECUTE FUNCTION public.messages_fill_ts();

-- This file may come long after 06, when a server starts to offer the extension: then it hands over by itself what 06
-- would have.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_roles
        WHERE rolname = 'migrator'
          AND pg_has_role(current_user, oid, 'MEMBER')
          AND has_schema_privilege(oid, 'public', 'CREATE')
    ) THEN
        ALTER FUNCTION public.unaccented(text) OWNER TO migrator;
        ALTER FUNCTION public.message_search_vector(text) OWNER TO migrator;
        ALTER FUNCTION public.messages_fill_ts() OWNER TO migrator;
    END IF;
END
$$;

-- Row-level security on the tables of secrets, where they exist: a row is visible and writable for the user named by
-- app.current_user alone, also for the table's owner (superusers and roles with BYPASSRLS still see all).
--
-- The application names the user for each transaction, which poolers survive:
--     SELECT set_config('app.current_user', '…', true);
-- Not by SET: current_user is a reserved word there, and a session's setting would leak to the next client of a pooler.
-- After such a transaction the setting is '' and not null, hence the nullif: no user, no rows.
--
-- A migration that creates one of these tables later brings its policy along, made like these.

DO $$
DECLARE
    owner_type text;
BEGIN
    IF to_regclass('public.user_secrets') IS NULL THEN
        RETURN;
    END IF;
    SELECT format_type(atttypid, NULL) INTO owner_type
    FROM pg_catalog.pg_attribute
    WHERE attrelid = 'public.user_secrets'::regclass AND attname = 'user_id' AND NOT attisdropped;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.user_secrets'::regclass
          AND polname <> 'user_secrets_own_rows'
          AND polpermissive
    ) THEN
        RAISE WARNING 'user_secrets has another permissive policy: a row is visible where any of them says so';
    END IF;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.user_secrets'::regclass AND polname = 'user_secrets_own_rows'
    ) THEN
        NULL;
    ELSIF owner_type = 'uuid' THEN
        CREATE POLICY user_secrets_own_rows ON public.user_secrets FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid)
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), '')::uuid);
    ELSIF owner_type IN ('text', 'character varying') THEN
        CREATE POLICY user_secrets_own_rows ON public.user_secrets FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), ''))
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), ''));
    ELSE
        RAISE EXCEPTION 'user_secrets.user_id is %, must be uuid or text', coalesce(owner_type, 'missing')
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Row-level security needs the column that tells whose row it is.';
    END IF;
    ALTER TABLE public.user_secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
END
$$;

DO $$
DECLARE
    owner_type text;
BEGIN
    IF to_regclass('public.user_secret_salts') IS NULL THEN
        RETURN;
    END IF;
    SELECT format_type(atttypid, NULL) INTO owner_type
    FROM pg_catalog.pg_attribute
    WHERE attrelid = 'public.user_secret_salts'::regclass AND attname = 'user_id' AND NOT attisdropped;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.user_secret_salts'::regclass
          AND polname <> 'user_secret_salts_own_rows'
          AND polpermissive
    ) THEN
        RAISE WARNING 'user_secret_salts has another permissive policy: a row is visible where any of them says so';
    END IF;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.user_secret_salts'::regclass AND polname = 'user_secret_salts_own_rows'
    ) THEN
        NULL;
    ELSIF owner_type = 'uuid' THEN
        CREATE POLICY user_secret_salts_own_rows ON public.user_secret_salts FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid)
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), '')::uuid);
    ELSIF owner_type IN ('text', 'character varying') THEN
        CREATE POLICY user_secret_salts_own_rows ON public.user_secret_salts FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), ''))
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), ''));
    ELSE
        RAISE EXCEPTION 'user_secret_salts.user_id is %, must be uuid or text', coalesce(owner_type, 'missing')
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Row-level security needs the column that tells whose row it is.';
    END IF;
    ALTER TABLE public.user_secret_salts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
END
$$;

DO $$
DECLARE
    owner_type text;
BEGIN
    IF to_regclass('public.secret_access_log') IS NULL THEN
        RETURN;
    END IF;
    SELECT format_type(atttypid, NULL) INTO owner_type
    FROM pg_catalog.pg_attribute
    WHERE attrelid = 'public.secret_access_log'::regclass AND attname = 'user_id' AND NOT attisdropped;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.secret_access_log'::regclass
          AND polname <> 'secret_access_log_own_rows'
          AND polpermissive
    ) THEN
        RAISE WARNING 'secret_access_log has another permissive policy: a row is visible where any of them says so';
    END IF;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_policy
        WHERE polrelid = 'public.secret_access_log'::regclass AND polname = 'secret_access_log_own_rows'
    ) THEN
        NULL;
    ELSIF owner_type = 'uuid' THEN
        CREATE POLICY secret_access_log_own_rows ON public.secret_access_log FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid)
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), '')::uuid);
    ELSIF owner_type IN ('text', 'character varying') THEN
        CREATE POLICY secret_access_log_own_rows ON public.secret_access_log FOR ALL
            USING (user_id = nullif(current_setting('app.current_user', true), ''))
            WITH CHECK (user_id = nullif(current_setting('app.current_user', true), ''));
    ELSE
        RAISE EXCEPTION 'secret_access_log.user_id is %, must be uuid or text', coalesce(owner_type, 'missing')
            USING ERRCODE = 'invalid_table_definition',
                  HINT = 'Row-level security needs the column that tells whose row it is.';
    END IF;
    ALTER TABLE public.secret_access_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
END
$$;

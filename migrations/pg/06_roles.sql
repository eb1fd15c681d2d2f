-- migrate: optional-variable app_rw_password
-- migrate: optional-variable migrator_password
-- migrate: optional-variable cdc_source_password
-- migrate: allow DD21 reason="a GRANT has to name the current database, or a table that is there; names are quoted"
--
-- The three roles, and who may do what.
--     app_rw      the application: reads and writes all tables of public, present and future; no DDL
--     migrator    owns the schema and everything that the migrations make; runs later migrations
--     cdc_source  reads the outbox through logical replication and writes the heartbeat; nothing else
--
-- Passwords come as variables and are sent as SCRAM verifiers; the statement of one that is not set is left out. A role
-- without a password can log in by other means alone (certificate, peer, an identity service). A variable changed later
-- changes no password: docs/migrations.md tells how to rotate one.
--
-- Who runs this: a superuser; or migrator itself; or the owner of the database. Roles that the runner may not create
-- are provisioned outside, with their passwords (then leave out the variables); the error says with which statements:
--     CREATE ROLE app_rw LOGIN;
--     CREATE ROLE migrator LOGIN;
--     CREATE ROLE cdc_source LOGIN REPLICATION;      -- or what the service has instead, such as a role to be member of
--     GRANT migrator TO the_runner;
--     GRANT CREATE ON DATABASE the_database TO migrator;
--     ALTER SCHEMA public OWNER TO migrator;
-- Tables of public that belong to somebody else stay theirs; a warning names those that app_rw gets no right on.

-- Roles belong to the whole cluster: another database's run may have made them, or may be making them this moment. Each
-- is made in a block of its own, because a run that loses the race then goes on.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app_rw') THEN
        CREATE ROLE app_rw LOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role app_rw is missing and % may not create it', current_user
            USING ERRCODE = 'insufficient_privilege', HINT = 'An administrator runs: CREATE ROLE app_rw LOGIN;';
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'migrator') THEN
        CREATE ROLE migrator LOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role migrator is missing and % may not create it', current_user
            USING ERRCODE = 'insufficient_privilege', HINT = 'An administrator runs: CREATE ROLE migrator LOGIN;';
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'cdc_source') THEN
        CREATE ROLE cdc_source LOGIN REPLICATION;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role cdc_source is missing and % may not create it', current_user
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'An administrator runs: CREATE ROLE cdc_source LOGIN REPLICATION;';
END
$$;

-- From here on the runner acts for migrator: later files hand what they make to it.
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'migrator', 'USAGE') THEN
        GRANT migrator TO CURRENT_USER;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION '% is no member of migrator and may not become one by itself', current_user
        USING ERRCODE = 'insufficient_privilege',
              HINT = format('Run as migrator, or an administrator runs: GRANT migrator TO %I;', current_user);
END
$$;

ALTER ROLE app_rw PASSWORD :'app_rw_password';
ALTER ROLE migrator PASSWORD :'migrator_password';
ALTER ROLE cdc_source PASSWORD :'cdc_source_password';

DO $$
BEGIN
    IF NOT (SELECT rolreplication OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = 'cdc_source') THEN
        RAISE WARNING 'role cdc_source has no REPLICATION attribute'
            USING HINT = 'Unless the service grants it otherwise: ALTER ROLE cdc_source REPLICATION;';
    END IF;
    IF NOT has_database_privilege('migrator', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO migrator', current_database());
    END IF;
    -- PUBLIC has CONNECT unless somebody took it away.
    IF NOT has_database_privilege('app_rw', current_database(), 'CONNECT')
        OR NOT has_database_privilege('migrator', current_database(), 'CONNECT')
        OR NOT has_database_privilege('cdc_source', current_database(), 'CONNECT')
    THEN
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO app_rw, migrator, cdc_source', current_database());
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public' AND nspowner <> 'migrator'::regrole
    ) THEN
        ALTER SCHEMA public OWNER TO migrator;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    IF NOT has_schema_privilege('migrator', 'public', 'CREATE') THEN
        RAISE EXCEPTION 'schema public does not belong to %, who can therefore not give it to migrator', current_user
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'The owner runs: ALTER SCHEMA public OWNER TO migrator;';
    END IF;
END
$$;

-- The default since PostgreSQL 15; a database that was upgraded from an older one still has it.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app_rw, cdc_source;

DO $$
BEGIN
    ALTER TABLE public.conversations OWNER TO migrator;
    ALTER TABLE public.messages OWNER TO migrator;
    IF to_regclass('public.messages_embeddings') IS NOT NULL THEN
        ALTER TABLE public.messages_embeddings OWNER TO migrator;
    END IF;
    IF to_regprocedure('public.messages_fill_ts()') IS NOT NULL THEN
        ALTER FUNCTION public.unaccented(text) OWNER TO migrator;
        ALTER FUNCTION public.message_search_vector(text) OWNER TO migrator;
        ALTER FUNCTION public.messages_fill_ts() OWNER TO migrator;
    END IF;
END
$$;

-- One by one: GRANT … ON ALL TABLES fails as a whole where one of them, such as an extension's, belongs to a role that
-- the runner does not act for.
DO $$
DECLARE
    relation record;
    left_out text[];
BEGIN
    FOR relation IN
        SELECT oid::regclass AS name, relkind = 'S' AS is_sequence, pg_has_role(relowner, 'USAGE') AS is_ours
        FROM pg_catalog.pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        ORDER BY relname
    LOOP
        IF NOT relation.is_ours THEN
            left_out := left_out || relation.name::text;
        ELSIF relation.is_sequence THEN
            EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO app_rw', relation.name);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %s TO app_rw', relation.name);
        END IF;
    END LOOP;
    IF left_out IS NOT NULL THEN
        RAISE WARNING 'app_rw gets no right on what belongs to somebody else: %', array_to_string(left_out, ', ')
            USING HINT = 'Where the application needs it, its owner runs: GRANT SELECT, INSERT, UPDATE, DELETE ON … TO app_rw;';
    END IF;
END
$$;

-- Default privileges hold for what one role makes, so they are set for both who make tables here.
ALTER DEFAULT PRIVILEGES FOR ROLE migrator IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE migrator IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app_rw;

-- Two records that their subject must not rewrite: who read secrets, and, where the history of migrations is shown in
-- public, that history.
DO $$
BEGIN
    IF to_regclass('public.secret_access_log') IS NOT NULL THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON public.secret_access_log FROM app_rw;
    END IF;
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON public.schema_migrations FROM app_rw;
    END IF;
END
$$;

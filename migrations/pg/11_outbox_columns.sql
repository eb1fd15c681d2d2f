-- migrate: allow DD16 reason="the sequence is new, and set forward so that newer rows count above older ones"
--
-- The columns that the pipeline needs of the outbox.
--     seq             the version of the entity: rises in commit order for one entity, because it is drawn while the
--                     entity's row is locked
--     xid             the writing transaction, by which a snapshot tells whether the row has been applied
--     schema_version  the layout of the payload
--     traceparent     the W3C trace context, from the setting app.traceparent unless the writer gives one
-- All of it without a rewrite: an identity column added at once would rewrite the table and number its rows at random.
-- So seq comes as a plain column with a sequence's default; 12 numbers the rows from before in their order, 13 makes it
-- an identity.

-- Rows from before all get this transaction's xid: the default is stable, so it is stored once and not written to each.
-- That is right, as they are visible to whoever sees this transaction, and 12 tells them from newer ones by it.
ALTER TABLE public.graph_outbox
    ADD COLUMN IF NOT EXISTS seq bigint,
    ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN IF NOT EXISTS schema_version smallint NOT NULL DEFAULT 1,
    ADD COLUMN IF NOT EXISTS traceparent text;

CREATE SEQUENCE IF NOT EXISTS public.graph_outbox_order;

-- New rows must count above all rows from before, which are not numbered yet. Each of those takes at least 24 bytes, so
-- the table's size bounds their number without a scan; the lock taken above keeps it from growing. An empty table
-- starts at 1.
SELECT setval('public.graph_outbox_order', pg_relation_size('public.graph_outbox') / 24 + 1, false);

-- After the columns, so that it is for new rows only. What is no trace context is left out.
ALTER TABLE public.graph_outbox
    ALTER COLUMN seq SET DEFAULT nextval('public.graph_outbox_order'),
    ALTER COLUMN traceparent SET DEFAULT
        substring(current_setting('app.traceparent', true) FROM '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');

GRANT USAGE, SELECT ON SEQUENCE public.graph_outbox_order TO app_rw;
ALTER SEQUENCE public.graph_outbox_order OWNER TO migrator;

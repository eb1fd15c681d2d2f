-- migrate: allow DD12 reason="the identity's own sequence takes over from the one of 11, which nothing else uses"
-- migrate: allow DD16 reason="the identity's sequence is set forward to where the former one stands"
--
-- Makes seq an identity: no writer chooses its own version, and inserting needs no privilege on a sequence. All of this
-- changes the catalog only: the validated check of 12 spares SET NOT NULL its scan.

ALTER TABLE public.graph_outbox ALTER COLUMN seq SET NOT NULL;

ALTER TABLE public.graph_outbox DROP CONSTRAINT graph_outbox_seq_present;

ALTER TABLE public.graph_outbox ALTER COLUMN seq DROP DEFAULT;

ALTER TABLE public.graph_outbox ALTER COLUMN seq
    ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.graph_outbox_seq_seq);

-- The lock keeps every writer out until the end, so nobody draws from either sequence in between.
SELECT setval('public.graph_outbox_seq_seq', nextval('public.graph_outbox_order'), false);

DROP SEQUENCE public.graph_outbox_order;

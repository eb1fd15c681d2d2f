-- migrate: no-transaction
--
-- By this the newest event of an element is found: verify asks it of each element that is not equal.

CREATE INDEX CONCURRENTLY IF NOT EXISTS graph_outbox_entity_idx ON public.graph_outbox (entity_id, seq DESC);

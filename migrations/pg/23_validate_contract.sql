-- migrate: no-transaction
--
-- Validates the rules of 07 and 18 to 20 for the rows from before, without stopping writers. Where a row breaks one,
-- the error names the rule; the pipeline runs all the same, and this file is applied again once the row is mended.

ALTER TABLE public.conversations VALIDATE CONSTRAINT conversations_title_fits_graph;

ALTER TABLE public.conversations VALIDATE CONSTRAINT conversations_topic_fits_graph;

ALTER TABLE public.conversations VALIDATE CONSTRAINT conversations_sub_topic_fits_graph;

ALTER TABLE public.conversations VALIDATE CONSTRAINT conversations_updated_at_fits_graph;

ALTER TABLE public.messages VALIDATE CONSTRAINT messages_message_type_fits_graph;

ALTER TABLE public.messages VALIDATE CONSTRAINT messages_created_at_fits_graph;

ALTER TABLE public.feedback VALIDATE CONSTRAINT feedback_feedback_type_fits_graph;

ALTER TABLE public.feedback VALIDATE CONSTRAINT feedback_score_fits_graph;

ALTER TABLE public.feedback VALIDATE CONSTRAINT feedback_at_fits_graph;

ALTER TABLE public.graph_outbox VALIDATE CONSTRAINT graph_outbox_status_known;

ALTER TABLE public.graph_outbox VALIDATE CONSTRAINT graph_outbox_event_type_fits_record;

ALTER TABLE public.graph_outbox VALIDATE CONSTRAINT graph_outbox_entity_id_present;

ALTER TABLE public.graph_outbox VALIDATE CONSTRAINT graph_outbox_payload_fits_record;

-- migrate: no-transaction
--
-- Validates the rules of 18 to 20 for the rows from before, without stopping writers. Where a row breaks one, the error
-- names the rule; the pipeline runs all the same, and this file is applied again once the row is mended.

ALTER TABLE public.conversations VALIDATE CONSTRAINT conversations_graph_check;

ALTER TABLE public.messages VALIDATE CONSTRAINT messages_graph_check;

ALTER TABLE public.feedback VALIDATE CONSTRAINT feedback_graph_check;

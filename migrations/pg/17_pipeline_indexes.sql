-- migrate: no-transaction
--
-- The indexes of 14 and 15, built beside running writers. Deleting a message looks for its feedback by the second.

CREATE INDEX CONCURRENTLY IF NOT EXISTS conversations_user_id_idx ON public.conversations (user_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS feedback_message_id_idx ON public.feedback (message_id);

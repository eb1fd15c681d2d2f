-- Three statements, each worse than the one before.
COMMENT ON TABLE messages IS 'what was said';

CREATE INDEX messages_created ON messages (created_at);

DELETE FROM messages;

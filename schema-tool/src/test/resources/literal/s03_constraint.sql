CREATE TABLE IF NOT EXISTS conversations (id uuid PRIMARY KEY, title text);
CREATE TABLE IF NOT EXISTS messages (id uuid PRIMARY KEY, conversation_id uuid NOT NULL);
ALTER TABLE messages ADD CONSTRAINT IF NOT EXISTS messages_conversation_fk
    FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE;

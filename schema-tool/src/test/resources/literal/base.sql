CREATE TABLE conversations (id uuid PRIMARY KEY, title text);
CREATE TABLE messages (id uuid PRIMARY KEY, conversation_id uuid NOT NULL, content text NOT NULL);
CREATE TABLE user_secrets (id uuid PRIMARY KEY, user_id uuid NOT NULL);
CREATE TABLE user_secret_salts (id uuid PRIMARY KEY, user_id uuid NOT NULL);
CREATE TABLE secret_access_log (id uuid PRIMARY KEY, user_id uuid NOT NULL);

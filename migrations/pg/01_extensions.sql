-- migrate: requires-extension unaccent
-- migrate: allow LK56 reason="does nothing where an administrator has created the extension"
--
-- The extension behind the full text of 03. Where the server does not offer it, this file and 03 wait; nothing of the
-- pipeline needs it. The other extension, vector, is created by 04, its only user, so that a server without pgvector
-- holds back the embeddings alone.
--
-- unaccent is a trusted extension: CREATE on the database is enough. Where the runner lacks even that, an administrator
-- creates the extension beforehand, in any schema of the runner's search path, and this statement finds it there.

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

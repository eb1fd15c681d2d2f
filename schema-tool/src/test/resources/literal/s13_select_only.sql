CREATE POLICY own_rows ON user_secrets FOR SELECT
    USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid);
ALTER TABLE user_secrets ENABLE ROW LEVEL SECURITY;

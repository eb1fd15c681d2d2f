ALTER TABLE user_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON user_secrets FOR ALL USING (user_id = current_setting('app.current_user', true));

ALTER TABLE IF EXISTS absent_secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON absent_secrets FOR ALL
    USING (user_id = nullif(current_setting('app.current_user', true), '')::uuid);

-- The audit log is append-only: no row is changed or removed, not even by TRUNCATE or under replication's role.
CREATE FUNCTION accounts_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_audit_append_only();
ALTER TABLE accounts_auditentry ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE accounts_auditentry ENABLE ALWAYS TRIGGER audit_no_truncate;

-- A baseline is what was approved: append-only, not even TRUNCATE takes it away.
CREATE FUNCTION project_baseline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a baseline is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER baseline_append_only BEFORE UPDATE OR DELETE ON project_baseline
    FOR EACH ROW EXECUTE FUNCTION project_baseline_append_only();
CREATE TRIGGER baseline_no_truncate BEFORE TRUNCATE ON project_baseline
    FOR EACH STATEMENT EXECUTE FUNCTION project_baseline_append_only();
ALTER TABLE project_baseline ENABLE ALWAYS TRIGGER baseline_append_only;
ALTER TABLE project_baseline ENABLE ALWAYS TRIGGER baseline_no_truncate;

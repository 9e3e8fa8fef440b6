-- What was done with a customer's data is append-only: no row is changed or removed, not even by TRUNCATE.
CREATE FUNCTION customers_trace_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trace of customer data is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trace_append_only BEFORE UPDATE OR DELETE ON customers_customertrace
    FOR EACH ROW EXECUTE FUNCTION customers_trace_append_only();
CREATE TRIGGER trace_no_truncate BEFORE TRUNCATE ON customers_customertrace
    FOR EACH STATEMENT EXECUTE FUNCTION customers_trace_append_only();
ALTER TABLE customers_customertrace ENABLE ALWAYS TRIGGER trace_append_only;
ALTER TABLE customers_customertrace ENABLE ALWAYS TRIGGER trace_no_truncate;

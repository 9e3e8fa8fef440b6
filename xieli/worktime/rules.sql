-- The history of calendars is append-only: a row's only change, ever, is that it was applied.
-- Two functions, because the rights of the product's role follow the one that refuses TRUNCATE.
CREATE FUNCTION worktime_change_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of calendars is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION worktime_change_applied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.applied_at IS NULL AND NEW.applied_at IS NOT NULL
       AND to_jsonb(NEW) - 'applied_at' = to_jsonb(OLD) - 'applied_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of calendars is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER change_applied BEFORE UPDATE ON worktime_calendarchange
    FOR EACH ROW EXECUTE FUNCTION worktime_change_applied();
CREATE TRIGGER change_kept BEFORE DELETE ON worktime_calendarchange
    FOR EACH ROW EXECUTE FUNCTION worktime_change_refused();
CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON worktime_calendarchange
    FOR EACH STATEMENT EXECUTE FUNCTION worktime_change_refused();
ALTER TABLE worktime_calendarchange ENABLE ALWAYS TRIGGER change_applied;
ALTER TABLE worktime_calendarchange ENABLE ALWAYS TRIGGER change_kept;
ALTER TABLE worktime_calendarchange ENABLE ALWAYS TRIGGER change_no_truncate;

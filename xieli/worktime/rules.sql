-- The history of calendars is append-only: a row's only change, ever, is that it was applied.
CREATE FUNCTION worktime_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.applied_at IS NULL AND NEW.applied_at IS NOT NULL
           AND to_jsonb(NEW) - 'applied_at' = to_jsonb(OLD) - 'applied_at' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the history of calendars is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER change_kept BEFORE UPDATE OR DELETE ON worktime_calendarchange
    FOR EACH ROW EXECUTE FUNCTION worktime_change_kept();
CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON worktime_calendarchange
    FOR EACH STATEMENT EXECUTE FUNCTION worktime_change_kept();
ALTER TABLE worktime_calendarchange ENABLE ALWAYS TRIGGER change_kept;
ALTER TABLE worktime_calendarchange ENABLE ALWAYS TRIGGER change_no_truncate;

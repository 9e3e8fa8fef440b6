-- The ledger, alerts, readings and rulings are evidence: no row is changed or removed, not even by TRUNCATE.
CREATE FUNCTION matters_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE evidence text;
BEGIN
    FOREACH evidence IN ARRAY ARRAY['matters_event', 'matters_alert', 'matters_reading', 'matters_ruling'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION matters_append_only()', evidence);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION matters_append_only()', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', evidence);
    END LOOP;
END $$;

-- At commit, a matter that is open and not idle has somebody who owes the next act (1.3.d).
CREATE FUNCTION matters_somebody_owes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject bigint;
BEGIN
    IF TG_TABLE_NAME = 'matters_matter' THEN subject := NEW.id; ELSE subject := NEW.matter_id; END IF;
    IF EXISTS (
        SELECT FROM matters_matter m WHERE m.id = subject AND m.closed_at IS NULL AND NOT m.idle
        AND NOT EXISTS (SELECT FROM matters_workitem w WHERE w.matter_id = m.id AND w.closed_at IS NULL AND w.main)
    ) THEN
        RAISE EXCEPTION 'matter % is open, not idle, and nobody owes anything', subject
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER somebody_owes AFTER INSERT OR UPDATE OF state, idle, closed_at ON matters_matter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.closed_at IS NULL AND NOT NEW.idle) EXECUTE FUNCTION matters_somebody_owes();
CREATE CONSTRAINT TRIGGER somebody_owes AFTER UPDATE OF closed_at ON matters_workitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.closed_at IS NOT NULL AND NEW.main) EXECUTE FUNCTION matters_somebody_owes();

-- A matter's parent never changes.
CREATE FUNCTION matters_parent_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the parent of a matter is fixed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER parent_fixed BEFORE UPDATE OF parent_id ON matters_matter FOR EACH ROW
    WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION matters_parent_fixed();

-- Erasing is the only change to words people wrote: they become empty and the moment is kept.
CREATE FUNCTION matters_text_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id = OLD.event_id AND NEW.field = OLD.field AND NEW.digest = OLD.digest AND NEW.salt = OLD.salt
       AND NEW.text = '' AND NEW.erased_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'words in the ledger are erased, never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER text_only_erased BEFORE UPDATE ON matters_eventtext
    FOR EACH ROW EXECUTE FUNCTION matters_text_only_erased();

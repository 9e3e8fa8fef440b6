-- Rules that reach over several rows, kept by the database itself.

-- The department tree has no cycle. Ancestors are locked on the way up, so that of two moves that would
-- together close a circle one waits for the other (or is ended as a deadlock): neither can slip through.
CREATE FUNCTION organisation_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above bigint := NEW.parent_id;
BEGIN
    WHILE above IS NOT NULL LOOP
        IF above = NEW.id THEN
            RAISE EXCEPTION 'department % would be below itself', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'department_no_cycle';
        END IF;
        SELECT parent_id INTO above FROM organisation_department WHERE id = above FOR UPDATE;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER department_no_cycle BEFORE INSERT OR UPDATE OF parent_id ON organisation_department
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION organisation_no_cycle();

-- Who has left holds no post from that day on. Checked at commit, so that leaving may write in any order;
-- the person's row is locked, so that an appointment made meanwhile waits for the leaving and is refused.
CREATE FUNCTION organisation_left_holds_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who bigint := CASE TG_TABLE_NAME WHEN 'organisation_person' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                     ELSE (to_jsonb(NEW) ->> 'person_id')::bigint END;
    gone date;
BEGIN
    SELECT left_on INTO gone FROM organisation_person WHERE id = who FOR SHARE;
    IF gone IS NOT NULL AND EXISTS (
        SELECT FROM organisation_appointment WHERE person_id = who AND (to_date IS NULL OR to_date > gone)
    ) THEN
        RAISE EXCEPTION 'person % has left and can hold no post', who
            USING ERRCODE = 'check_violation', CONSTRAINT = 'person_left_holds_nothing';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_left_holds_nothing AFTER INSERT OR UPDATE OF left_on ON organisation_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.left_on IS NOT NULL)
    EXECUTE FUNCTION organisation_left_holds_nothing();
CREATE CONSTRAINT TRIGGER appointment_not_after_leaving AFTER INSERT OR UPDATE ON organisation_appointment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organisation_left_holds_nothing();

-- Any change gives the organisation a new token; caches compare it.
CREATE FUNCTION organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organisation_organisationversion (id, token) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    RETURN NULL;
END $$;

-- I12: somebody whose handover on leaving has an open line is still employed; the account ends with the last line.
CREATE FUNCTION handover_leaver_has_open_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM handover_handoverdetails d
        JOIN matters_matter m ON m.id = d.matter_id
        JOIN handover_handoverline l ON l.handover_id = d.matter_id
        WHERE d.giver_id = NEW.id AND d.reason = 'leaving' AND m.closed_at IS NULL AND m.head_seq > 0
        AND l.outcome = '' AND NOT l.stays
    ) THEN
        RAISE EXCEPTION 'person % still has lines to hand over', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leaver_has_open_lines';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER leaver_has_open_lines BEFORE UPDATE OF left_on ON organisation_person
    FOR EACH ROW WHEN (OLD.left_on IS NULL AND NEW.left_on IS NOT NULL)
    EXECUTE FUNCTION handover_leaver_has_open_lines();

-- What was archived says for good what it said then.
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON handover_handoverline
    FOR EACH ROW EXECUTE FUNCTION matters_sealed('handover_id');
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON handover_handoverdetails
    FOR EACH ROW EXECUTE FUNCTION matters_sealed('matter_id');

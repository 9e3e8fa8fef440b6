-- A sealed matter is a file in the archive: nothing is added to it or changed in it, not even a comment. Its name is
-- said once, as the column that holds the matter.
CREATE FUNCTION matters_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO subject USING OLD;
    ELSE
        EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO subject USING NEW;
    END IF;
    IF EXISTS (SELECT FROM matters_matter WHERE id = subject AND sealed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'matter % is sealed', subject USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE INSERT ON matters_event
    FOR EACH ROW EXECUTE FUNCTION matters_sealed('matter_id');
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON matters_comment
    FOR EACH ROW EXECUTE FUNCTION matters_sealed('matter_id');
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON matters_attachment
    FOR EACH ROW EXECUTE FUNCTION matters_sealed('matter_id');

-- Who may read it still follows the organisation; what it says and that it is sealed stays.
CREATE FUNCTION matters_stays_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'matter % is sealed', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stays_sealed
    BEFORE UPDATE OF sealed_at, state, title, summary, head_seq, closed_at, outcome ON matters_matter
    FOR EACH ROW WHEN (
        OLD.sealed_at IS NOT NULL
        AND (OLD.sealed_at, OLD.state, OLD.title, OLD.summary, OLD.head_seq, OLD.closed_at, OLD.outcome)
            IS DISTINCT FROM
            (NEW.sealed_at, NEW.state, NEW.title, NEW.summary, NEW.head_seq, NEW.closed_at, NEW.outcome)
    ) EXECUTE FUNCTION matters_stays_sealed();
CREATE TRIGGER stays_sealed_whole BEFORE DELETE ON matters_matter
    FOR EACH ROW WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION matters_stays_sealed();

-- An issued document says for ever what it said. Its status can end once; the digest of a rendered file is set once.
-- `search` follows from what it says: the database computes it after this trigger has looked.
CREATE FUNCTION documents_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changing text[] := ARRAY['status', 'ended_at', 'ended_by_id', 'reason', 'pdf', 'word', 'search'];
BEGIN
    IF to_jsonb(NEW) - changing IS DISTINCT FROM to_jsonb(OLD) - changing THEN
        RAISE EXCEPTION 'what a document says never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.status, NEW.ended_at, NEW.ended_by_id, NEW.reason)
       IS DISTINCT FROM (OLD.status, OLD.ended_at, OLD.ended_by_id, OLD.reason) AND OLD.status <> 'valid' THEN
        RAISE EXCEPTION 'a document ends once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.pdf NOT IN ('', NEW.pdf) OR OLD.word NOT IN ('', NEW.word) THEN
        RAISE EXCEPTION 'an archived file is never replaced' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON documents_document FOR EACH ROW EXECUTE FUNCTION documents_frozen();

-- A use of a seal is evidence; only the digest of the stamped file is filled in, once.
CREATE FUNCTION documents_imprint_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'pdf' IS DISTINCT FROM to_jsonb(OLD) - 'pdf' OR OLD.pdf NOT IN ('', NEW.pdf) THEN
        RAISE EXCEPTION 'the use of a seal never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON documents_imprint
    FOR EACH ROW EXECUTE FUNCTION documents_imprint_frozen();

-- Neither is ever removed: a void number stays in its series.
CREATE FUNCTION documents_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps its rows', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE evidence text;
BEGIN
    FOREACH evidence IN ARRAY ARRAY['documents_document', 'documents_imprint'] LOOP
        EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION documents_kept()', evidence);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION documents_kept()', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER frozen', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER kept', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', evidence);
    END LOOP;
END $$;

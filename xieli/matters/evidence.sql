-- Evidence beside the ledger. What a procedure of this file refuses, the product's role has no right to do either
-- (core.postgres.roles reads it off these triggers).

-- Words written with an act are erased (rules.sql), never removed: the ledger's line holds their digest.
CREATE TRIGGER text_kept BEFORE DELETE ON matters_eventtext
    FOR EACH ROW EXECUTE FUNCTION matters_append_only();
CREATE TRIGGER text_no_truncate BEFORE TRUNCATE ON matters_eventtext
    FOR EACH STATEMENT EXECUTE FUNCTION matters_append_only();
ALTER TABLE matters_eventtext ENABLE ALWAYS TRIGGER text_only_erased;
ALTER TABLE matters_eventtext ENABLE ALWAYS TRIGGER text_kept;
ALTER TABLE matters_eventtext ENABLE ALWAYS TRIGGER text_no_truncate;

-- What was said in a discussion is taken back or erased, never changed: the words become empty, the moment is kept.
CREATE FUNCTION matters_comment_only_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY['text', 'deleted_at', 'search'];  -- the last is made of the first
BEGIN
    IF to_jsonb(NEW) - words = to_jsonb(OLD) - words AND NEW.text = '' AND NEW.deleted_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'words said are taken back, never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER comment_only_taken_back BEFORE UPDATE ON matters_comment
    FOR EACH ROW EXECUTE FUNCTION matters_comment_only_taken_back();
CREATE TRIGGER comment_kept BEFORE DELETE ON matters_comment
    FOR EACH ROW EXECUTE FUNCTION matters_append_only();
CREATE TRIGGER comment_no_truncate BEFORE TRUNCATE ON matters_comment
    FOR EACH STATEMENT EXECUTE FUNCTION matters_append_only();

-- Rules people edit: a version ends, the next begins (1.3.d, 6.1.c).
CREATE FUNCTION matters_version_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.to_at IS NULL AND NEW.to_at IS NOT NULL AND to_jsonb(NEW) - 'to_at' = to_jsonb(OLD) - 'to_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a version of a rule ends, it never changes' USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE rules text;
BEGIN
    FOREACH rules IN ARRAY ARRAY['matters_servicelevel', 'matters_dutyentry'] LOOP
        EXECUTE format('CREATE TRIGGER version_only_ends BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION matters_version_only_ends()', rules);
        EXECUTE format('CREATE TRIGGER version_kept BEFORE DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION matters_append_only()', rules);
        EXECUTE format('CREATE TRIGGER version_no_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION matters_append_only()', rules);
    END LOOP;
END $$;

-- Every act says three things: actor, authority and, where somebody stood in, the principal. Lines written before this
-- rule are left as they are: the ledger is not rewritten.
ALTER TABLE matters_event
    ADD CONSTRAINT event_says_by_what_right CHECK (authority <> '') NOT VALID,
    ADD CONSTRAINT event_says_who CHECK (actor_kind <> 'person' OR actor_id IS NOT NULL) NOT VALID,
    ADD CONSTRAINT event_says_for_whom CHECK (authority <> 'deputy' OR principal_id IS NOT NULL) NOT VALID;

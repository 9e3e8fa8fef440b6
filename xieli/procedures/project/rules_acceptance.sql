-- What was judged, what proved it and what went into the archive is evidence: append-only.
DO $$
DECLARE evidence text;
BEGIN
    FOREACH evidence IN ARRAY ARRAY['project_judgement', 'project_evidence', 'project_projectarchive'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION matters_append_only()', evidence);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION matters_append_only()', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', evidence);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', evidence);
    END LOOP;
END $$;

-- A project in the archive is sealed with all its tables.
DO $$
DECLARE kept text[];
BEGIN
    FOREACH kept SLICE 1 IN ARRAY ARRAY[
        ['project_projectdetails', 'matter_id'], ['project_plandraft', 'matter_id'],
        ['project_taskdetails', 'matter_id'], ['project_changedetails', 'matter_id'],
        ['project_reportdetails', 'matter_id'], ['project_acceptancedetails', 'matter_id'],
        ['project_assessment', 'project_id'], ['project_member', 'project_id'], ['project_baseline', 'project_id'],
        ['project_plantask', 'project_id'], ['project_risk', 'project_id'], ['project_expense', 'project_id'],
        ['project_weeklyreport', 'project_id'], ['project_leadinggroup', 'project_id'],
        ['project_acceptanceitem', 'acceptance_id'], ['project_judgement', 'acceptance_id'],
        ['project_evidence', 'acceptance_id']
    ] LOOP
        EXECUTE format('CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION matters_sealed(%L)', kept[1], kept[2]);
    END LOOP;
END $$;

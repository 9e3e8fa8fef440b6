-- Logs of what was tried to be sent: written once, then only read until their time is over (retention).
CREATE FUNCTION notifications_log_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a log: its lines never change', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE log text;
BEGIN
    FOREACH log IN ARRAY ARRAY['notifications_attempt', 'notifications_robotcall'] LOOP
        EXECUTE format('CREATE TRIGGER log_unchanged BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION notifications_log_unchanged()', log);
        EXECUTE format('CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION notifications_log_unchanged()', log);
    END LOOP;
END $$;

-- What became of a mail is settled once, so that none counts twice.
CREATE TRIGGER mail_settled BEFORE UPDATE ON notifications_incomingmail FOR EACH ROW
    WHEN (OLD.outcome <> 'trying') EXECUTE FUNCTION notifications_log_unchanged();

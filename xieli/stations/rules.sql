-- The code on a machine begins with its station's: it tells customers and engineers where it stands.
CREATE FUNCTION stations_charger_code_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    station_code text;
BEGIN
    SELECT code INTO station_code FROM stations_station WHERE id = NEW.station_id FOR SHARE;
    IF NOT starts_with(NEW.code, station_code || '-') THEN
        RAISE EXCEPTION 'charger % does not begin with its station %', NEW.code, station_code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charger_code_of_station';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER charger_code_of_station BEFORE INSERT OR UPDATE OF code, station_id ON stations_charger
    FOR EACH ROW EXECUTE FUNCTION stations_charger_code_fits();

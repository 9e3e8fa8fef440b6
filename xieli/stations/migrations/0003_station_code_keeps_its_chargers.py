"""The other half of rules.sql: a station's code can't be changed away from those of its chargers."""

from django.db import migrations

RULE = """
CREATE FUNCTION stations_station_code_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stations_charger
                WHERE station_id = NEW.id AND NOT starts_with(code, NEW.code || '-')) THEN
        RAISE EXCEPTION 'chargers of station % do not begin with its new code %', OLD.code, NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'station_code_of_chargers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER station_code_of_chargers BEFORE UPDATE OF code ON stations_station
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION stations_station_code_fits();
"""


class Migration(migrations.Migration):
    dependencies = [("stations", "0002_rules")]
    operations = [migrations.RunSQL(RULE)]

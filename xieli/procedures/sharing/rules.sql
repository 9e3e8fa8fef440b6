-- A booking holds its resource with the time needed before and after; it lets go when its matter ends, however it ends.
CREATE FUNCTION sharing_booking_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lent sharing_resource%ROWTYPE;
    peak bigint;
BEGIN
    -- All who want the same resource come one after the other; what others committed meanwhile is seen.
    SELECT * INTO lent FROM sharing_resource WHERE id = NEW.resource_id FOR UPDATE;
    NEW.held := tstzrange(NEW.begins_at - make_interval(mins => lent.buffer_before),
                          NEW.ends_at + make_interval(mins => lent.buffer_after));
    NEW.single := lent.quantity = 1;
    IF EXISTS (SELECT FROM matters_matter WHERE id = NEW.matter_id AND closed_at IS NOT NULL) THEN
        NEW.holding := false;
    END IF;
    IF NEW.holding THEN
        -- Use only rises where a booking begins: at the beginning of this one and of those that begin during it.
        SELECT max(total) INTO peak FROM (
            SELECT (SELECT coalesce(sum(quantity), 0) FROM sharing_bookingdetails other
                    WHERE other.resource_id = NEW.resource_id AND other.holding
                      AND other.matter_id <> NEW.matter_id AND other.held @> moment) AS total
            FROM (SELECT lower(NEW.held) AS moment
                  UNION SELECT lower(held) FROM sharing_bookingdetails
                  WHERE resource_id = NEW.resource_id AND holding AND matter_id <> NEW.matter_id
                    AND NEW.held @> lower(held)) moments
        ) used;
        IF peak + NEW.quantity > lent.quantity THEN
            RAISE EXCEPTION 'resource % has % and % are taken', lent.code, lent.quantity, peak
                USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'sharing_capacity';
        END IF;
    END IF;
    RETURN NEW;
END $$;
-- What lets go leaves a mark on its resource, so that who waits hears of it at once.
CREATE FUNCTION sharing_booking_lets_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sharing_resource SET freed_at = statement_timestamp() WHERE id = OLD.resource_id AND freed_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_lets_go AFTER UPDATE ON sharing_bookingdetails
    FOR EACH ROW WHEN (OLD.holding AND (NOT NEW.holding OR NEW.resource_id <> OLD.resource_id
                                        OR NEW.held <> OLD.held OR NEW.quantity < OLD.quantity))
    EXECUTE FUNCTION sharing_booking_lets_go();

CREATE TRIGGER booking_holds BEFORE INSERT OR UPDATE ON sharing_bookingdetails
    FOR EACH ROW EXECUTE FUNCTION sharing_booking_holds();

ALTER TABLE sharing_bookingdetails ADD CONSTRAINT sharing_no_overlap
    EXCLUDE USING gist (resource_id WITH =, held WITH &&) WHERE (holding AND single);

CREATE FUNCTION sharing_ended_lets_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sharing_bookingdetails SET holding = false WHERE matter_id = NEW.id AND holding;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_ended AFTER UPDATE OF closed_at ON matters_matter
    FOR EACH ROW WHEN (NEW.procedure = 'sharing' AND NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION sharing_ended_lets_go();

-- How many there are, and the time around a booking, can't change below what is promised.
CREATE FUNCTION sharing_promised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.quantity, OLD.buffer_before, OLD.buffer_after) = (NEW.quantity, NEW.buffer_before, NEW.buffer_after) THEN
        RETURN NULL;
    END IF;
    UPDATE sharing_bookingdetails SET holding = holding WHERE resource_id = NEW.id AND holding;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_promised AFTER UPDATE OF quantity, buffer_before, buffer_after ON sharing_resource
    FOR EACH ROW EXECUTE FUNCTION sharing_promised();

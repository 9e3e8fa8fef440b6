"""Plans in and out of other programs: Excel, MS Project XML (MSPDI), calendars (iCal)."""

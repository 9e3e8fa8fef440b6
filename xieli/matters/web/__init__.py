"""The shell of a matter's page: what every procedure's page has in common."""

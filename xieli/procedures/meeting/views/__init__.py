"""Pages that only meetings have."""

"""Pages that only work plans have."""

"""Pages of shared resources: the catalogue, its keeping, labels, the calendar's data, statistics."""

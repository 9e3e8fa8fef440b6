"""Django's PostgreSQL backend with two things it leaves undone: see `base` (ENGINE)."""

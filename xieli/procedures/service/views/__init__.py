"""Pages only service has: the hotline's console, the dispatcher's view, knowledge, roster, incidents, opinions."""

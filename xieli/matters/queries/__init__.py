"""Reading matters: the desk, lists, one matter's story. Every row comes through `visible_to`."""

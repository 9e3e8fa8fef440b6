"""Pages of the organisation: parse, one call, render.

Readable by every employee; kept by the department with the duty `hr` and by the system administrator, who
brings in the first departments and people.
"""

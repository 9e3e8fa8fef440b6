"""Pages around logins: parse, one call, render."""

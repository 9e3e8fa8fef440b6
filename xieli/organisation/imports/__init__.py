"""Excel imports: departments, posts, people; each can be repeated, known rows are updated."""

from xieli.organisation.imports.departments import DEPARTMENTS
from xieli.organisation.imports.people import PEOPLE
from xieli.organisation.imports.posts import POSTS

__all__ = ["DEPARTMENTS", "PEOPLE", "POSTS"]

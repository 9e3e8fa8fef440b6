"""Settings of a product that also runs the engine's toy procedure, for races on what no written procedure has yet."""

from xieli.config.settings import *  # noqa: F403
from xieli.config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.races.toys.ToysConfig"]

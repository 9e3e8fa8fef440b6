"""A small procedure that uses everything, to test the engine with: details kept in the matter's own draft-free row."""

from typing import Any

from django.db import models

from xieli.matters import registry
from xieli.matters.holders import field, head_of, initiator, queue
from xieli.matters.models import Matter
from xieli.matters.predicates import anyone, duty, holder
from xieli.matters.procedure import (
    STAY,
    Action,
    Clock,
    Item,
    Limit,
    Number,
    Procedure,
    Return,
    Round,
    State,
    Timer,
    Verbs,
    any_of,
)

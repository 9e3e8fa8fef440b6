"""How an app makes its rows searchable: a column the database keeps, and its index.

    class Matter(models.Model):
        title = …
        search = bigrams_field(number="A", title="A", summary="C")

        class Meta:
            indexes = [bigrams_index("search", "matters_matter_search")]

The app's migration depends on ("search", "0001_functions").
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func


class Weighted(Func):
    """The bigrams of one column at a weight."""

    template = "setweight(xieli_bigrams(%(expressions)s), '%(weight)s')"
    output_field = SearchVectorField()


class Joined(Func):
    """Several vectors as one; a column without a value counts as empty."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchVectorField()


class OrEmpty(Func):
    """A text, never NULL."""

    template = "coalesce(%(expressions)s, '')"
    output_field = models.TextField()


def bigrams_field(**weights: str) -> Any:
    """A stored generated column: the bigrams of the named text columns, each at a weight from A (most) to D."""
    if not weights or set(weights.values()) - set("ABCD"):
        raise ValueError("name the columns to search, each with a weight A, B, C or D")
    vectors = [Weighted(OrEmpty(F(column)), weight=weight) for column, weight in weights.items()]
    return models.GeneratedField(
        expression=Joined(*vectors), output_field=SearchVectorField(), db_persist=True, editable=False
    )


def bigrams_index(field: str, name: str) -> GinIndex:
    """The index of such a column. Writes go straight into it: a pending list would make readers wait."""
    return GinIndex(fields=[field], name=name, fastupdate=False)

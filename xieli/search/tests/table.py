"""A small searchable table for tests, in no app of the product."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from xieli.search.fields import bigrams_field, bigrams_index

with isolate_apps("xieli.search"):

    class Paper(models.Model):
        title = models.CharField(max_length=200)
        body = models.TextField(null=True)
        search = bigrams_field(title="A", body="C")

        class Meta:
            app_label = "search"
            indexes = [bigrams_index("search", "search_paper_search")]


COLUMNS = ("title", "body")


@pytest.fixture
def papers(db: None) -> type[Paper]:
    """The table, empty."""
    with connection.schema_editor() as editor:
        editor.create_model(Paper)
    return Paper


def write(*titles: str, body: str | None = None) -> None:
    """Rows with these titles, in this order."""
    Paper.objects.bulk_create(Paper(title=title, body=body) for title in titles)

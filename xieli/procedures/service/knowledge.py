"""知识条目: written by the service's leaders, found by everybody who answers."""

from django.db import transaction
from django.db.models import F, QuerySet

from xieli.core.clock import now
from xieli.organisation.models import Person
from xieli.procedures.service.models import Article
from xieli.search.find import ranked

COLUMNS = ("title", "keywords", "body")


def find(text: str, demand: str = "", *, retired: bool = False) -> "QuerySet[Article]":
    """Articles for what somebody typed, best first; without words the most used ones of the demand."""
    rows = Article.objects.all() if retired else Article.objects.filter(active=True)
    if demand:
        rows = rows.filter(demand__in=[demand, ""])
    return ranked(rows, text, COLUMNS) if text.strip() else rows.order_by("-uses", "title")


def suggest(text: str, demand: str, most: int = 3) -> list[Article]:
    """What may help with a demand while the caller still speaks: by the words, else the demand's most used."""
    words = text.strip()
    found = list(find(words, demand)[:most]) if words else []
    return found or list(find("", demand)[:most])


@transaction.atomic
def save(article: Article, by: Person) -> Article:
    """Store a new or changed article; each change is a new version by its author."""
    article.changed_by, article.changed_at = by, now()
    if not article._state.adding:
        article.version = F("version") + 1
    article.save()
    article.refresh_from_db()
    return article

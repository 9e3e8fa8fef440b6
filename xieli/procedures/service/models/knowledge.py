"""知识条目 for answers on the spot, and how often each one helped."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.clock import now
from xieli.core.ids import uid_field
from xieli.procedures.service.choices import Demand
from xieli.search.fields import bigrams_field, bigrams_index


class Article(models.Model):
    """A question customers ask, and the answer the company stands by."""

    uid = uid_field()
    title = models.CharField(_("问题"), max_length=100)
    body = models.TextField(_("答复口径"))
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    demand = models.CharField(_("需求类型"), max_length=30, choices=Demand.choices, blank=True)
    active = models.BooleanField(_("在用"), default=True)
    uses = models.PositiveIntegerField(_("使用次数"), default=0, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)
    search = bigrams_field(title="A", keywords="A", body="C")

    class Meta:
        verbose_name = _("知识条目")
        ordering = ["-uses", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="article_says_something")
        ]
        indexes = [bigrams_index("search", "article_search")]

    def __str__(self) -> str:
        return self.title


class ArticleUse(models.Model):
    """One answer given with an article; counted once for each case."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="used")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "matter"], name="article_used_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.matter_id}"

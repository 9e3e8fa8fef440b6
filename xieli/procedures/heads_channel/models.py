"""What a thread of the heads' channel holds beside its matter (3.2.b)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThreadDetails(models.Model):
    """A topic among heads: on a matter, or free. What they say are comments, as on every matter."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="heads_thread"
    )
    content = models.TextField(_("内容"))
    about = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="+", verbose_name=_("有关事项")
    )
    conclusion = models.TextField(_("结论"), blank=True)

    def __str__(self) -> str:
        return str(self.matter)

"""Links that a department keeps at hand in its room (clause 3.2.a)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field


class Pin(models.Model):
    """A link that members pinned in their department's room, read by every employee."""

    uid = uid_field()
    department = models.ForeignKey("organisation.Department", models.CASCADE, related_name="pins")
    title = models.CharField(_("名称"), max_length=60)
    url = models.CharField(_("地址"), max_length=500)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "url"], name="pin_once"),
            models.CheckConstraint(
                condition=models.Q(url__regex=r"^(https?://|/[^/\\])"), name="pin_leads_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""通话记录 brought in from the telephone system."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallRecord(models.Model):
    """One call to the hotline, as the telephone system counted it. The same call brought in twice is one."""

    number = models.CharField(_("来电号码"), max_length=20)
    started_at = models.DateTimeField(_("开始时间"))
    queue_seconds = models.PositiveIntegerField(_("排队（秒）"), default=0)
    duration_seconds = models.PositiveIntegerField(_("通话（秒）"), default=0)
    recording = models.URLField(_("录音链接"), max_length=500, blank=True)
    agent = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("坐席")
    )
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="calls")
    matter = models.ForeignKey("matters.Matter", models.SET_NULL, null=True, related_name="calls")

    class Meta:
        verbose_name = _("通话记录")
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["number", "started_at"], name="call_once")]
        indexes = [models.Index(fields=["-started_at"], name="call_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%m-%d %H:%M}"

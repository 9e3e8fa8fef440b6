"""What meetings and their series hold beside their matters (3.1.b, 3.2.b, 4.1.c, 4.2.a)."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.organisation import queries as organisation

from .kinds import KINDS

Rows = list[dict[str, Any]]


def _person(label: Any, **kwargs: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="+", verbose_name=label, **kwargs
    )


class MeetingDetails(models.Model):
    """会议: who, when, where, on what; what was said and resolved. `agenda` and `resolutions` are rows."""

    NOT_SIGNED = ("sequence",)

    matter = models.OneToOneField("matters.Matter", models.CASCADE, primary_key=True, related_name="meeting")
    kind = models.CharField(_("会议类别"), max_length=20)
    purpose = models.TextField(_("目的"), blank=True)
    convener = _person(_("召集人"))
    chair = _person(_("主持人"))
    secretary = _person(_("记录人"))
    begins_at = models.DateTimeField(_("开始时间"), null=True)
    ends_at = models.DateTimeField(_("结束时间"), null=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    agenda: "models.JSONField[Rows, Rows]" = models.JSONField(_("议程"), default=list)
    period_begins = models.DateTimeField(_("周期开始"), null=True)
    period_ends = models.DateTimeField(_("周期结束"), null=True)
    sequence = models.PositiveSmallIntegerField(_("通知版次"), default=0)
    held_at = models.DateTimeField(_("实际召开时间"), null=True)
    minutes = models.TextField(_("会议纪要"), blank=True)
    resolutions: "models.JSONField[Rows, Rows]" = models.JSONField(_("决议"), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("begins_at")), name="meeting_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def record_by(self) -> datetime | None:
        """The moment by which attendance is to be recorded: the end of the day after the meeting."""
        if self.ends_at is None:
            return None
        day = clock.local(self.ends_at).replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(days=2)

    @property
    def kind_label(self) -> Any:
        """The kind as people read it."""
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def attending(self) -> Any:
        """Everybody invited or present, with their department."""
        return Attendee.objects.filter(matter=self.matter).select_related("person__department")

    @property
    def open_before(self) -> Any:
        """What earlier meetings resolved and is still open."""
        from .agenda import open_before

        return open_before(self.matter)

    @property
    def resolved(self) -> Rows:
        """The resolutions with their department and owner."""
        return [
            {
                "content": row["content"],
                "department": organisation.department_by_id(row["department"]),
                "owner": organisation.person_by_id(row["owner"]) if row["owner"] else None,
                "needed_by": datetime.fromisoformat(row["needed_by"]) if row["needed_by"] else None,
            }
            for row in self.resolutions
        ]


class Attendee(models.Model):
    """Somebody invited or present. `answer`: what they said of the minutes; silent ones stay unconfirmed."""

    class Answer(models.TextChoices):
        """On the minutes."""

        CONFIRMED = "confirmed", _("确认")
        OBJECTED = "objected", _("有异议")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="attendees")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    invited = models.BooleanField(default=True)
    present = models.BooleanField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="attendee_once")]

    def __str__(self) -> str:
        return str(self.person)


class SeriesDetails(models.Model):
    """例会: a period and a convener; in each period one meeting."""

    matter = models.OneToOneField(
        "matters.Matter", models.CASCADE, primary_key=True, related_name="meeting_series"
    )
    kind = models.CharField(_("会议类别"), max_length=20)
    purpose = models.TextField(_("目的"), blank=True)
    convener = _person(_("召集人"))
    chair = _person(_("主持人"))
    secretary = _person(_("记录人"))
    weeks = models.PositiveSmallIntegerField(_("周期（周）"))
    first_at = models.DateTimeField(_("首次时间"))
    duration = models.PositiveSmallIntegerField(_("时长（分钟）"), default=60)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    attendees = ArrayField(models.IntegerField(), default=list, verbose_name=_("参会人"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weeks__range=(1, 13)), name="series_weeks_sensible")
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def kind_label(self) -> Any:
        """The kind as people read it."""
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def meetings(self) -> Any:
        """The newest meetings of the series."""
        return (
            MeetingDetails.objects.filter(matter__parent=self.matter)
            .select_related("matter")
            .order_by("-period_begins", "-pk")[:12]
        )

    @property
    def people(self) -> list[Any]:
        """Who takes part."""
        return [one for pk in self.attendees if (one := organisation.person_by_id(pk)) is not None]

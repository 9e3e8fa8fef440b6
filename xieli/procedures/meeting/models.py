"""What meetings and their series hold beside their matters (3.1.b, 3.2.b, 4.1.c, 4.2.a)."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.ids import uid_field
from xieli.organisation import queries as organisation
from xieli.worktime import calendars

from . import circles, repeating
from .kinds import KINDS
from .periods import upcoming

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
    def needs_by(self) -> datetime | None:
        """The moment by which the heads say how far they are and what they need: two hours before it begins."""
        return self.begins_at - timedelta(hours=2) if self.begins_at is not None else None

    @property
    def asks(self) -> bool:
        """Whether each head is asked for progress and needs beforehand."""
        return self.kind in KINDS and KINDS[self.kind].asks

    @property
    def told(self) -> Any:
        """What the heads said beforehand."""
        return Need.objects.filter(matter=self.matter).select_related("person", "department")

    @property
    def untold(self) -> list[Any]:
        """The heads invited who have said nothing yet."""
        said = set(Need.objects.filter(matter=self.matter).values_list("person_id", flat=True))
        return [one.person for one in self.attending if one.invited and one.person_id not in said
                and organisation.headed_by(one.person)]  # fmt: skip

    @property
    def led_by(self) -> set[int]:
        """Who records it."""
        return {self.convener_id, self.chair_id, self.secretary_id}

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
    def minute_paragraphs(self) -> list[str]:
        """The minutes, paragraph by paragraph."""
        return [one.strip() for one in self.minutes.split("\n\n") if one.strip()]

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
    """Somebody invited or present. `reply`: whether they come; `answer`: what they said of the minutes; who is silent
    stays unconfirmed."""

    class Reply(models.TextChoices):
        """On the invitation: PARTSTAT of RFC 5545 in small letters."""

        ACCEPTED = "accepted", _("参加")
        TENTATIVE = "tentative", _("可能参加")
        DECLINED = "declined", _("不能参加")

    class Answer(models.TextChoices):
        """On the minutes."""

        CONFIRMED = "confirmed", _("确认")
        OBJECTED = "objected", _("有异议")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="attendees")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    invited = models.BooleanField(default=True)
    reply = models.CharField(max_length=10, choices=Reply, blank=True)
    replied_at = models.DateTimeField(null=True)
    excuse = models.CharField(max_length=200, blank=True)
    checked_in_at = models.DateTimeField(null=True)
    present = models.BooleanField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="attendee_once")]

    def __str__(self) -> str:
        return str(self.person)


class Need(models.Model):
    """进展与需协调事项: what a head says before the heads' meeting."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+")
    person = _person(_("负责人"))
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, related_name="+", verbose_name=_("部门")
    )
    progress = models.TextField(_("进展"))
    needs = models.TextField(_("需协调事项"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["department__order", "id"]
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="need_once")]

    def __str__(self) -> str:
        return f"{self.department} {self.at}"


class MinuteLine(models.Model):
    """One line of the minutes as they are taken; `rev` rises with every change, so that nobody overwrites another."""

    class Kind(models.TextChoices):
        """What a line says."""

        DISCUSSION = "discussion", _("讨论")
        DECISION = "decision", _("决定")
        INFORMATION = "information", _("通报")
        RESOLUTION = "resolution", _("决议")

    uid = uid_field()
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+")
    point = models.PositiveSmallIntegerField(_("议题"), default=0)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.DISCUSSION)
    text = models.TextField(_("内容"))
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("责任部门")
    )
    owner = _person(_("责任人"), null=True)
    needed_by = models.DateTimeField(_("完成期限"), null=True)
    author = _person(_("记录人"))
    rev = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["point", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="resolution") | Q(department__isnull=False),
                name="resolution_has_department",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Feed(models.Model):
    """日历订阅: the secret address of one person's meetings; only its digest is kept."""

    person = models.OneToOneField("organisation.Person", models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

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
    rule = models.CharField(_("周期"), max_length=80)
    since = models.DateTimeField(_("周期自"), null=True)
    first_at = models.DateTimeField(_("首次时间"))
    duration = models.PositiveSmallIntegerField(_("时长（分钟）"), default=60)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    attendees = ArrayField(models.IntegerField(), default=list, verbose_name=_("参会人"))

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def kind_label(self) -> Any:
        """The kind as people read it."""
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def often(self) -> str:
        """How often, in words."""
        return repeating.in_words(self.rule, self.first_at)

    @property
    def next_dates(self) -> list[datetime]:
        """When the next meetings will be, moved off holidays."""
        works = calendars.get("office").is_working_day
        return upcoming(self.first_at, self.rule, clock.now(), works, 4)

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
        """Who takes part: those named, and those who belong to it by rule."""
        named = [one for pk in self.attendees if (one := organisation.person_by_id(pk)) is not None]
        return list({one.pk: one for one in (*circles.of_kind(self.kind), *named)}.values())

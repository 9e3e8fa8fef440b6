"""Who owes what: rounds with a frozen roster of seats, and the work items that fill them over time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How the seats of a round decide it."""

    ONE = "one", _("一人办理")
    ALL = "all", _("全体会签")
    ANY = "any", _("任一同意")
    SHARE = "share", _("按比例")
    ORDER = "order", _("依次会签")
    EACH = "each", _("逐一听取")


class Round(models.Model):
    """One time of asking. The main round is what the state owes; side rounds (extension, pause …) move no state."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="rounds", db_index=False)
    no = models.PositiveIntegerField()
    state = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    main = models.BooleanField(default=True)
    purpose = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.ONE)
    need = models.PositiveSmallIntegerField(default=1)
    veto = models.BooleanField(default=False)
    blind = models.BooleanField(default=False)
    back_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    about = models.ForeignKey(
        "matters.WorkItem", models.PROTECT, null=True, related_name="side_rounds", db_index=False
    )
    payload = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "no"], name="round_no_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(main=True, closed_at=None), name="round_one_open_main"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="round_closed_has_outcome",
            ),
        ]

    @property
    def asker(self) -> int | None:
        """Who asked for what a side round decides (id): not for them to decide."""
        found: int | None = self.payload.get("asker")
        return found


class Seat(models.Model):
    """One place in a round's roster. Votes count by seat; `person` is the principal and stays when a deputy acts."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    verdict = models.CharField(max_length=12, blank=True)
    decided_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "ordinal"], name="seat_ordinal_once"),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(person__isnull=False, dropped=False),
                name="seat_person_once",
            ),
        ]


class Outcome(models.TextChoices):
    """How a work item ended."""

    DONE = "done", _("已办理")
    RETURNED = "returned", _("已退回")
    REASSIGNED = "reassigned", _("已转办")
    SUPERSEDED = "superseded", _("已失效")
    WITHDRAWN = "withdrawn", _("已撤回")


class WorkItem(models.Model):
    """待办: one period of responsibility of one holder for one step, from when to when, handed over by whom."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="items", db_index=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="items")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="items")
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="handle")
    main = models.BooleanField(default=True)
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="work_items", db_index=False
    )
    deputy = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    sender_department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    sender = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    judges = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_seq = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_seq = models.PositiveIntegerField(null=True)
    closed_by = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=12, blank=True)
    used = models.BigIntegerField(null=True, help_text="working seconds held, pauses taken off")
    info_ok = models.BooleanField(null=True)
    ground = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="item_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="item_closed_after_opened",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(closed_at=None), name="item_one_open_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="item_percent_at_most_100"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_at", "id"], condition=Q(closed_at=None), name="item_open_by_person"
            ),
            models.Index(
                fields=["deputy", "due_at", "id"],
                condition=Q(closed_at=None, deputy__isnull=False),
                name="item_open_by_deputy",
            ),
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(closed_at=None),
                name="item_open_by_department",
            ),
            models.Index(
                fields=["sender_department", "due_at", "id"],
                condition=Q(closed_at=None, sender_department__isnull=False),
                name="item_open_by_sender",
            ),
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(closed_at=None, person=None),
                name="item_unclaimed",
            ),
            models.Index(
                fields=["closed_by", "-closed_at"], condition=Q(closed_at__isnull=False), name="item_done_by"
            ),
            models.Index(fields=["matter", "opened_seq"], name="item_by_matter"),
        ]

    @property
    def is_open(self) -> bool:
        """Still owed."""
        return self.closed_at is None

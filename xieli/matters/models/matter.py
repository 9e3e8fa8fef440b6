"""Matter 事项: one running case of a procedure; the spine that lists, search and permissions hang on."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field
from xieli.matters.policy import MatterQuerySet


class Classification(models.TextChoices):
    """Who may know (5.2.a). 公开 means: within the company."""

    COMPANY = "company", _("公开")
    INTERNAL = "internal", _("内部")
    SECRET = "secret", _("秘密")
    CONFIDENTIAL = "confidential", _("机密")


class Priority(models.IntegerChoices):
    """How soon people should look at it; ordering only, limits come from the service levels."""

    ORDINARY = 0, _("普通")
    URGENT = 1, _("紧急")
    SAFETY = 2, _("安全")


class Bigrams(Func):
    """The search layer's immutable tokeniser, usable in a generated column."""

    template = "xieli_bigrams(coalesce(number, '') || ' ' || title || ' ' || summary)"
    output_field = SearchVectorField()


class Matter(models.Model):
    """One running case. `rev` counts changes of state and material content; votes and comments leave it alone."""

    uid = uid_field()
    procedure = models.CharField(max_length=40)
    procedure_version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=40)
    idle = models.BooleanField(default=True)
    number = models.CharField(max_length=40, null=True)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    classification = models.CharField(max_length=12, choices=Classification.choices)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.ORDINARY)
    initiator = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    successor = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )  # took over what the initiator owes and hears of; who raised it stays as it was
    initiator_department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+"
    )
    lead_department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="led_matters"
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="matters", db_index=False
    )
    goal = models.ForeignKey("goals.Goal", models.PROTECT, null=True, related_name="matters")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    parent_label = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    sealed_at = models.DateTimeField(null=True)  # in the archive: read, never written
    due_at = models.DateTimeField(null=True)  # of the total clock
    next_due_at = models.DateTimeField(
        null=True
    )  # the nearest of all running clocks: what lists show and sort by
    rev = models.PositiveIntegerField(default=0)
    rounds_opened = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    departments = ArrayField(models.IntegerField(), default=list)
    people = ArrayField(models.IntegerField(), default=list)
    assisting = ArrayField(models.IntegerField(), default=list)
    audience = ArrayField(models.IntegerField(), default=list)
    draft = models.JSONField(null=True)
    words = models.GeneratedField(
        expression=Bigrams(),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="matter_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="matter_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="matter_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None) | Q(closed_at__isnull=False), name="matter_sealed_is_closed"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values), name="matter_classification_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at", "id"], condition=Q(closed_at=None), name="matter_open_by_due"
            ),
            models.Index(
                fields=["lead_department", "next_due_at", "id"],
                condition=Q(closed_at=None),
                name="matter_open_by_department",
            ),
            models.Index(F("opened_at").desc(), F("id").desc(), name="matter_newest"),
            models.Index("procedure", F("opened_at").desc(), F("id").desc(), name="matter_procedure_newest"),
            models.Index(
                fields=["procedure", "state"], condition=Q(closed_at=None), name="matter_live_states"
            ),
            models.Index(fields=["initiator", "-opened_at"], name="matter_by_initiator"),
            models.Index(
                fields=["initiator"], condition=Q(closed_at=None), name="matter_open_by_initiator"
            ),  # counts of what one began and drafted, whatever the length of one's history
            models.Index(
                fields=["successor"],
                condition=Q(closed_at=None, successor__isnull=False),
                name="matter_open_by_successor",
            ),
            models.Index(fields=["customer", "-opened_at"], name="matter_by_customer"),
            GinIndex(fields=["audience"], name="matter_audience"),
            GinIndex(fields=["words"], name="matter_words"),
        ]

    def __str__(self) -> str:
        return self.number or self.title or str(self.uid)

    def get_absolute_url(self) -> str:
        """The matter's page."""
        return f"/m/{self.uid}/"

    @property
    def requester_id(self) -> int | None:
        """Who stands for the initiator now: the one who took over (4.2.b), else the initiator."""
        return self.successor_id or self.initiator_id

    @property
    def requesters(self) -> set[int]:
        """Who raised it and who took that over: neither decides on it."""
        return {one for one in (self.initiator_id, self.successor_id) if one is not None}

    @property
    def is_open(self) -> bool:
        """Not yet at a final state."""
        return self.closed_at is None

    @property
    def reference(self) -> str:
        """What people call it: the number, before that the title."""
        return self.number or self.title


class GenericDetails(models.Model):
    """Details of procedures that were not written in Python (replayed logs, stored documents): named values."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    values = models.JSONField(default=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "values":
            raise AttributeError(name)
        return self.__dict__.get("values", {}).get(name)

    def put(self, name: str, value: Any) -> None:
        """Set one named value (plain data)."""
        self.values = {**self.values, name: value}

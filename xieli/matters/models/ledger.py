"""流水: what happened, in order, unalterable; and the small tables that make acting safe."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One line of what happened. `body` is the canonical text that was hashed; `facts` repeats it for queries.

    Append-only: the database refuses UPDATE, DELETE and TRUNCATE. One unpartitioned table, because partitions would
    let a duplicate (matter, seq) or a partition's TRUNCATE through.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_ref = models.CharField(max_length=80, blank=True)
    principal = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    authority = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    facts = models.JSONField()
    body = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="event_seq_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_from_one"),
        ]
        indexes = [models.Index(fields=["actor", "-at"], name="event_by_actor")]


class EventText(models.Model):
    """Words people wrote with an act, kept apart so that they can be erased while the chain stays valid:
    the event's body holds `digest` = sha256(salt + text)."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="texts", db_index=False)
    field = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="event_text_once")]


class Idempotency(models.Model):
    """A request that was carried out: the same key acts once, the same key with other content is refused."""

    key = models.CharField(max_length=100)
    scope = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]

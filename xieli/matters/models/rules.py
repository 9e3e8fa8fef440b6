"""Rules people edit in the product (service levels, the list of duties, its rulings), their templates and views."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xieli.core.ids import uid_field


class ServiceLevel(models.Model):
    """时限: an edited limit. Where no row is in force the procedure's declared default holds; `to_at` closes a
    version, nothing is overwritten. A null `allowance` means the limit was set back to its default."""

    procedure = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    condition = models.CharField(max_length=120, blank=True)
    allowance = models.CharField(max_length=80, null=True)
    warnings = models.CharField(max_length=20, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    account = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "name", "condition"],
                condition=Q(to_at=None),
                name="service_level_in_force_once",
            ),
        ]


class DutyEntry(models.Model):
    """职责清单: which department leads which kind of matter, and who assists (1.3.d)."""

    procedure = models.CharField(max_length=40)
    category = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    lead = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    assisting = ArrayField(models.IntegerField(), default=list)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "category", "kind"], condition=Q(to_at=None), name="duty_in_force_once"
            ),
        ]


class Ruling(models.Model):
    """仲裁: who was to lead when two departments refused; kept as precedent and shown when the same arises."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="rulings")
    procedure = models.CharField(max_length=40)
    category = models.CharField(max_length=40, blank=True)
    department = models.ForeignKey("organisation.Department", models.PROTECT, related_name="+")
    refused = ArrayField(models.IntegerField(), default=list)
    ruled_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["procedure", "category", "-at"], name="ruling_by_category")]


class FormTemplate(models.Model):
    """模板 (§0 Copy): how a matter is usually begun, under a name, of one person or shared with their department.

    `values`: as drafts are kept, a list of texts for each field.
    """

    uid = uid_field()
    person = models.ForeignKey(
        "organisation.Person", models.CASCADE, related_name="templates", db_index=False
    )
    department = models.ForeignKey("organisation.Department", models.CASCADE, null=True, related_name="+")
    procedure = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "procedure", "name"], name="form_template_once")
        ]


class SavedView(models.Model):
    """A list's filters and columns under a name, of one person or shared with their department."""

    uid = uid_field()
    person = models.ForeignKey(
        "organisation.Person", models.CASCADE, related_name="saved_views", db_index=False
    )
    department = models.ForeignKey("organisation.Department", models.CASCADE, null=True, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once")]

"""电子印章: the company's seals, and every use of one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field


class Scope(models.TextChoices):
    """For whom a seal speaks."""

    COMPANY = "company", _("公司印章")
    DEPARTMENT = "department", _("部门印章")


class Seal(models.Model):
    """A seal: its picture by digest, the department that keeps it, from when to when it is in force."""

    uid = uid_field()
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    custodian = models.ForeignKey("organisation.Department", models.PROTECT, related_name="seals")
    image = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(to_at=None), name="seal_name_in_force_once"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="seal_scope_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Imprint(models.Model):
    """用印记录: which document got which seal, by whom, when, under which application (a matter's number).

    `image`: the digest of the seal's picture at that time; `pdf`: the stamped file's, empty until it was rendered.
    """

    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="imprint")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="imprints")
    image = models.CharField(max_length=64)
    matter = models.BigIntegerField()
    application = models.CharField(max_length=40)
    stamped_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    stamped_at = models.DateTimeField()
    pdf = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(pdf=""), name="imprint_to_render"),
            models.Index(fields=["seal", "-stamped_at"], name="imprint_by_seal"),
        ]

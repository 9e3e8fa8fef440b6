"""Departments (a tree), the posts in them and the teams inside them (clause 3.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xieli.core.ids import uid_field
from xieli.organisation.duties import DepartmentDuty, PostClass, PostDuty
from xieli.worktime import calendars


class Department(models.Model):
    """A department. Its head answers for it; the executive in charge answers for the head."""

    uid = uid_field()
    code = models.CharField(_("部门代码"), max_length=20, unique=True)
    name = models.CharField(_("部门名称"), max_length=60, unique=True)
    short_name = models.CharField(_("部门简称"), max_length=20)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级部门"),
    )
    head = models.ForeignKey(
        "organisation.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("部门负责人"),
    )
    executive = models.ForeignKey(
        "organisation.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="area",
        verbose_name=_("分管领导"),
    )
    deputies = models.ManyToManyField(
        "organisation.Person", blank=True, related_name="deputy_of", verbose_name=_("部门副职")
    )
    duties = ArrayField(
        models.CharField(max_length=30, choices=DepartmentDuty),
        default=list,
        blank=True,
        verbose_name=_("职责"),
    )
    calendar = models.CharField(_("工作日历"), max_length=30, default="office")
    active = models.BooleanField(_("在用"), default=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duties__contained_by=DepartmentDuty.values), name="department_duties_known"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The department's page."""
        return reverse("organisation:department", args=[self.uid])

    def duty_labels(self) -> list[str]:
        """What it does for the company, in words."""
        return [str(DepartmentDuty(code).label) for code in self.duties]

    def calendar_name(self) -> str:
        """The name of its working calendar."""
        names = {one.code: str(one.name) for one in calendars.definitions()}
        return names.get(self.calendar, self.calendar)


class Post(models.Model):
    """A post in a department: what its holders are there to do, and how they are assessed."""

    uid = uid_field()
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="posts", verbose_name=_("部门")
    )
    name = models.CharField(_("岗位名称"), max_length=40)
    post_class = models.CharField(_("岗位类别"), max_length=20, choices=PostClass)
    duties = ArrayField(
        models.CharField(max_length=30, choices=PostDuty),
        default=list,
        blank=True,
        verbose_name=_("岗位职责"),
    )

    class Meta:
        ordering = ["department", "name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="post_unique_in_department"),
            models.CheckConstraint(
                condition=Q(duties__contained_by=PostDuty.values), name="post_duties_known"
            ),
            models.CheckConstraint(condition=Q(post_class__in=PostClass.values), name="post_class_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def duty_labels(self) -> list[str]:
        """What its holders may be asked to do, in words."""
        return [str(PostDuty(code).label) for code in self.duties]


class Team(models.Model):
    """A team inside a department, such as 运维一班."""

    uid = uid_field()
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="teams", verbose_name=_("部门")
    )
    name = models.CharField(_("班组名称"), max_length=40)
    leader = models.ForeignKey(
        "organisation.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("班组长"),
    )

    class Meta:
        ordering = ["department", "name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="team_unique_in_department")
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A person's place in a team; one team per person, so that the next superior is never in doubt."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.OneToOneField("organisation.Person", on_delete=models.CASCADE, related_name="team_member")

    def __str__(self) -> str:
        return f"{self.team} · {self.person}"

"""Duties: what a department or a post is there for. Procedures name duties, never departments or people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentDuty(models.TextChoices):
    """What one department does for the whole company (clause 1.3.d); at most one active department each."""

    PMO = "pmo", _("项目管理")
    CUSTOMER_SERVICE = "customer_service", _("客户服务")
    HR = "hr", _("人力资源")
    SUPERVISION = "supervision", _("监督")
    AUDIT = "audit", _("审计")
    FINANCE = "finance", _("财务")
    ADMIN = "admin", _("综合行政")
    MATERIALS = "materials", _("物资")
    GENERAL_MANAGEMENT = "general_management", _("公司领导")


class PostDuty(models.TextChoices):
    """What the holder of a post may be asked to do."""

    AGENT = "agent", _("客服坐席")
    SHIFT_LEADER = "shift_leader", _("值班长")
    SERVICE_MANAGER = "service_manager", _("客服主管")
    DISPATCHER = "dispatcher", _("调度员")
    FIELD_ENGINEER = "field_engineer", _("现场运维")
    PMO_OFFICER = "pmo_officer", _("项目管理专员")
    PMO_DIRECTOR = "pmo_director", _("项目管理主任")
    PROJECT_LEADER = "project_leader", _("项目经理")
    CLERK = "clerk", _("部门内勤")
    RESOURCE_CUSTODIAN = "resource_custodian", _("资源保管员")
    INSPECTOR = "inspector", _("监督检查员")
    HR_ASSESSOR = "hr_assessor", _("考核专员")
    APPEAL_REVIEWER = "appeal_reviewer", _("申诉复核人")
    ARCHIVIST = "archivist", _("档案管理员")
    UNION_REPRESENTATIVE = "union_representative", _("工会代表")
    LEGAL_OFFICER = "legal_officer", _("法务专员")
    GENERAL_MANAGER = "general_manager", _("总经理")
    EXECUTIVE = "executive", _("分管领导")


class PostClass(models.TextChoices):
    """The class that carries the assessment weights (clause 6.2.a)."""

    MANAGEMENT = "management", _("管理")
    PROJECT_LEADER = "project_leader", _("项目")
    ENGINEERING = "engineering", _("工程")
    DEVELOPMENT = "development", _("研发")
    MAINTENANCE = "maintenance", _("运维")
    CUSTOMER_SERVICE = "customer_service", _("客服")
    MARKET = "market", _("市场")
    STAFF = "staff", _("职能")

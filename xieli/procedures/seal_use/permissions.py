"""Who approves, who keeps the seal, and which documents one may apply for."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xieli.documents.models import Document, Seal, Status
from xieli.documents.models.seal import Scope
from xieli.matters.holders import Place, Who, executive_of, initiator_department
from xieli.matters.models import Matter
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

if TYPE_CHECKING:
    from xieli.matters.scene import Scene


def documents_for(person: Person) -> "QuerySet[Document]":
    """Valid documents without a seal, of matters this person may see."""
    seen = Matter.objects.visible_to(person).values("pk")
    return Document.objects.filter(status=Status.VALID, imprint=None, matter__in=seen)


def seal_of(scene: "Scene") -> Seal | None:
    """The seal applied for."""
    return scene.details.seal if scene.details.seal_id is not None else None


def _executive(scene: "Scene") -> list[Place]:
    """The executive in charge of the applying department, for the company's seals only."""
    seal = seal_of(scene)
    wanted = seal is not None and seal.scope == Scope.COMPANY
    return executive_of(initiator_department).find(scene) if wanted else []


def _custodian(scene: "Scene") -> list[Place]:
    seal = seal_of(scene)
    return [Place(organisation.department_by_id(seal.custodian_id))] if seal is not None else []


executive = Who("executive_for_company_seal", _executive)
custodian = Who("custodian", _custodian)

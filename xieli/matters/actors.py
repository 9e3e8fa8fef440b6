"""Who acts. Never taken from a parameter of a request: built by the entrance (session, token, worker) alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from xieli.organisation.models import Person

Kind = Literal["person", "customer", "system", "api", "anonymous"]


@dataclass(frozen=True)
class Actor:
    """A person, a customer (by token), the system, an API client, or somebody anonymous (by receipt code)."""

    kind: Kind
    person: "Person | None" = None
    customer_id: int | None = None
    matter_id: int | None = None
    ref: str = ""

    @classmethod
    def of(cls, person: "Person") -> Self:
        """An employee, acting in their own name or as a deputy (the seat says for whom)."""
        return cls("person", person=person)

    @classmethod
    def customer(cls, customer_id: int | None, *, matter_id: int | None = None, ref: str = "") -> Self:
        """A customer; `matter_id` when their link opens one matter only."""
        return cls("customer", customer_id=customer_id, matter_id=matter_id, ref=ref)

    @classmethod
    def api(cls, client: str, person: "Person | None" = None) -> Self:
        """Another system with a token; `person` when the token stands for an employee."""
        return cls("api", person=person, ref=client)

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are."""
        return f"{self.kind}:{self.person.pk if self.person else self.customer_id or self.ref}"

    @property
    def person_id(self) -> int | None:
        """Key of the acting employee, if it is one."""
        return self.person.pk if self.person else None


SYSTEM = Actor("system", ref="xieli")

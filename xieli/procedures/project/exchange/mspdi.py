"""MS Project XML (MSPDI): what both directions share, from Microsoft's schema `mspdi_pj12.xsd`.

Kept both ways: the project's start; of every line outline, order, name, code, kind, working days, "not before",
department, person, weight, deliverable; links with type and lag; budget lines. Acceptance criteria and the division of
work have no place in the format. Texts are kept without spaces around them and signs that XML forbids.
"""

from typing import Any

from ..plan import Link

NAMESPACE = "http://schemas.microsoft.com/project"

# A day in the file has eight hours, whatever the company's: Project counts days by them.
DAY_MINUTES = 480
LAG_DAY = DAY_MINUTES * 10  # lags are written in tenths of a minute
LAG_FORMAT_DAYS = 7
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
PERCENT_FORMATS = frozenset({19, 20, 51, 52})

LINK_TYPES: dict[Link, int] = {"FF": 0, "FS": 1, "SS": 3}

AS_SOON_AS_POSSIBLE, MUST_START_ON, START_NO_EARLIER = 0, 2, 4

WORK_RESOURCE, COST_RESOURCE = 1, 2

# Fields of our own, in the columns Project keeps for that: number of the field, its name there, ours.
CODE = ("188743731", "Text1", "编号")
DELIVERABLE = ("188743734", "Text2", "交付物")
WEIGHT = ("188743767", "Number1", "权重")
OWN_FIELDS: tuple[tuple[str, str, str], ...] = (CODE, DELIVERABLE, WEIGHT)


def money(amount: Any) -> Any:
    """Money as the format writes it: in hundredths."""
    return amount * 100

"""Documents, what the company made its own of them, and its seals."""

from .counter import Counter
from .document import Document, Status
from .house import Letterhead, Wording
from .seal import Imprint, Seal

__all__ = ["Counter", "Document", "Imprint", "Letterhead", "Seal", "Status", "Wording"]

"""What a client was told: every acknowledged act, to be asked for again after the kills."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Ledger:
    """Acts by their idempotency key: what was sent, and the answer if one came."""

    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sends(self, key: str, body: dict[str, Any]) -> None:
        """About to be sent; whether it arrives is not known yet."""
        with self._lock:
            self.sent[key] = body

    def hears(self, key: str, answer: dict[str, Any]) -> None:
        """The answer to a key. A second answer must be the first again."""
        with self._lock:
            if self.acknowledged.setdefault(key, answer) != answer:
                self.faults.append(f"{key}: {self.acknowledged[key]} and then {answer}")

    def complains(self, fault: str) -> None:
        """Something was answered that never may be."""
        with self._lock:
            self.faults.append(fault)

    def unanswered(self) -> dict[str, dict[str, Any]]:
        """Sent and never answered: the client will ask again."""
        with self._lock:
            return {key: body for key, body in self.sent.items() if key not in self.acknowledged}

    def write(self, path: Path) -> None:
        """In the form that `xieli verify --ledger` reads."""
        with self._lock:
            path.write_text("".join(f"{json.dumps(answer)}\n" for answer in self.acknowledged.values()))

"""Model check: procedures hold under any sequence of acts (1.3.d). `XIELI_HYPOTHESIS=long` walks 2,000 × 50."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from xieli.matters.testing.lanes import MODEL_WALKS, STEPS
from xieli.organisation import snapshot

from .model.machine import Machine


@pytest.mark.django_db
def test_any_acts_on_any_procedure_agree_with_the_plain_model(cast: Any) -> None:
    """State, seats, verdicts, where it goes back to and the outcome; I5, I6, I11, I12, I13 after every step."""
    walks = type("Walks", (Machine,), {"cast": cast})
    with snapshot.pinned():
        run_state_machine_as_test(
            walks,
            settings=settings(
                max_examples=MODEL_WALKS,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )

"""How far random walks go: a short lane with every test run, a long one with `XIELI_HYPOTHESIS=long`.

`XIELI_WALKS=100` walks the long lane in slices of a hundred: each slice draws seeds of its own. A walk of fifty steps
took about a second and a half of processor time when this was written.
"""

import os

LONG = os.environ.get("XIELI_HYPOTHESIS") == "long"
STEPS = 50 if LONG else 25
# Of the model check over random procedures, and of each real procedure.
MODEL_WALKS = int(os.environ.get("XIELI_WALKS") or (2_000 if LONG else 25))
WALKS = int(os.environ.get("XIELI_WALKS") or (2_000 if LONG else 3))
SHORTEST = STEPS if LONG else 5

"""What every procedure's tests inherit: the conformance suite, and the tools it is made of."""

import pytest

pytest.register_assert_rewrite("xieli.matters.testing.conformance", "xieli.matters.testing.walking")

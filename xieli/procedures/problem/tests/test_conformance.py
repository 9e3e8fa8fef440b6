"""The problem keeps what every procedure keeps."""

from xieli.matters.testing.conformance import Conformance


class TestConformance(Conformance):
    key = "problem"

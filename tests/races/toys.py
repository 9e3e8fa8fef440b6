"""Registers the engine's toy procedure in a running product: three heads countersign, all must agree."""

from django.apps import AppConfig


class ToysConfig(AppConfig):
    """An app without models."""

    name = "tests.races"
    label = "toys"

    def ready(self) -> None:
        from xieli.matters import registry
        from xieli.matters.tests.toy import procedure

        registry.add(procedure())

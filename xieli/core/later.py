"""A part of the URL table that is loaded when one of its addresses is asked for, not when the process starts."""

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Later(URLResolver):
    """As `path(route, include(module))` for a module that declares `app_name`, imported at the first look below it."""

    def __init__(self, route: str, module: str, app_name: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=app_name, namespace=app_name)

    def _populate(self) -> Any:
        """Whoever looks for an address elsewhere needs none of these: those of a namespace are found by themselves."""


def later(route: str, module: str, app_name: str) -> Later:
    """The addresses of `module` below `route`, in a namespace of its own."""
    return Later(route, module, app_name)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "xieli.documents"
    label = "documents"
    verbose_name = _("文书")

    def ready(self) -> None:
        """The bytes of issued documents are wanted for ever."""
        from xieli.core import store

        from . import archive

        store.keepers.append(archive.digests)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "xieli.organisation"
    label = "organisation"
    verbose_name = _("组织")

    def ready(self) -> None:
        """Say what the organisation lets people hold."""
        from xieli.organisation import holding, holdings

        holdings.providers.append(holding.kinds)

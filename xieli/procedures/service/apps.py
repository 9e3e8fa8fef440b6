from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceConfig(AppConfig):
    name = "xieli.procedures.service"
    label = "service"
    verbose_name = _("客户需求")

    def ready(self) -> None:
        """Erasing a customer reaches the cases too; last month's digest begins by itself; shifts to come are held;
        a station's customers read of its open incidents."""
        from xieli.customers.merging import forgetters
        from xieli.notifications.worker import chores
        from xieli.organisation import holdings
        from xieli.procedures.service import holding
        from xieli.procedures.service.forgetting import forget
        from xieli.procedures.service.opinion_effects import begin_due_digest
        from xieli.procedures.service.queries import incident_notices
        from xieli.stations.queries import tellers

        forgetters.append(forget)
        chores.append(begin_due_digest)
        tellers.append(incident_notices)
        holdings.providers.append(holding.kinds)

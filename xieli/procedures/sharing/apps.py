from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "xieli.procedures.sharing"
    label = "sharing"
    verbose_name = _("资源共享")

    def ready(self) -> None:
        """What is freed is offered by the worker; shared rooms are places for meetings; photos are kept; who leaves
        hands over what they keep."""
        from xieli.core.store import keepers
        from xieli.matters import verify
        from xieli.matters.places import lenders
        from xieli.notifications.worker import chores, duties
        from xieli.organisation import holdings

        from . import custody
        from .chores import offer_all, offer_freed, remind_of_certificates
        from .queries import photos
        from .rooms import ROOMS
        from .verify import BOOKINGS

        verify.FURTHER.append(BOOKINGS)
        duties.append(offer_freed)
        chores.extend([offer_all, remind_of_certificates])
        keepers.append(photos)
        lenders.append(ROOMS)
        holdings.providers.append(custody.kinds)

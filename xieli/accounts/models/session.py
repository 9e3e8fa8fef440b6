"""A session knows whose it is, so that its owner or the security administrator can list and end it."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from xieli.accounts.models.account import Account
from xieli.core.ids import digest_of

# Signs in what a browser calls itself → what people call it; the particular before what it claims to be like.
BROWSERS = (
    ("MicroMessenger", _("微信")), ("DingTalk", _("钉钉")), ("Lark", _("飞书")), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


class Session(AbstractBaseSession):
    """One visit: of whom, from where, with what, last seen when (to the minute)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @property
    def handle(self) -> str:
        """What names it on pages: its key would open it."""
        return digest_of(self.session_key)

    @property
    def device(self) -> str:
        """What it was made with, as people say it: Edge · Windows; nothing where that isn't known."""
        found = (
            next((said for sign, said in signs if sign in self.agent), "") for signs in (BROWSERS, SYSTEMS)
        )
        return " · ".join(str(one) for one in found if one)

    @classmethod
    def get_session_store_class(cls) -> type:
        """Django asks the model for its store; imported late because the store imports the model."""
        from xieli.accounts.sessions import SessionStore

        return SessionStore

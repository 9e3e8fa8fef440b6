from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "xieli.matters"
    label = "matters"
    verbose_name = _("事项")

    def ready(self) -> None:
        """Register the start-up check, what follows when somebody leaves or is away, what serves a goal, the chores."""
        from xieli.core import store
        from xieli.documents import archive, kinds
        from xieli.goals import hooks as of_goals
        from xieli.notifications import discretion, mailbox, worker
        from xieli.organisation import holdings, hooks

        from . import (
            checks,  # noqa: F401 – registers itself
            holding,
            official,
            replies,
        )
        from .commands import attachments, drafts, leaving, stand_in
        from .discretion import judge
        from .queries import serving
        from .saying import said
        from .verify import anchor

        kinds.providers.append(official.all_kinds)
        store.keepers.append(attachments.digests)
        hooks.left.append(leaving.hand_back)
        holdings.providers.append(holding.kinds)
        hooks.delegated.append(stand_in.delegation_changed)
        hooks.revoked.append(stand_in.delegation_changed)
        hooks.left_over.append(stand_in.left_over)
        of_goals.serving.append(serving.of_goal)
        discretion.judges.append(judge)
        discretion.sayings.append(said)
        mailbox.takers.append(replies.take)
        worker.duties += [archive.render_missing, stand_in.settle_left]
        worker.chores += [drafts.sweep_drafts, attachments.sweep, anchor.publish_today]

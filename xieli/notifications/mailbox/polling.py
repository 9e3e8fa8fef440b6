"""The worker's look into the mailbox: once a minute, by one worker at a time, less often while it can't be reached."""

from datetime import timedelta

import structlog
from django.utils.translation import gettext as _
from imap_tools import ImapToolsError

from xieli.core import clock
from xieli.notifications import alarm, outbox
from xieli.notifications.models import Mailbox

from . import addressing, fetching
from .settling import settle

log = structlog.get_logger(__name__)
EVERY = timedelta(seconds=60)
AT_ONCE = 30
ALARM_AFTER = 5  # looks in a row that failed: half an hour


def poll() -> int:
    """Settle what has come since the last look; returns how many mails were settled."""
    if not addressing.configured() or not _my_turn():
        return 0
    try:
        done = _look()
    except (OSError, ImapToolsError) as problem:
        _failed(f"{type(problem).__name__}: {problem}"[:500])
        return 0
    Mailbox.objects.filter(pk=1).update(looked_at=clock.now(), failures=0, error="")
    return done


def _my_turn() -> bool:
    now = clock.now()
    turn = Mailbox.objects.filter(pk=1, next_at__lte=now).update(next_at=now + EVERY)
    if not turn and not Mailbox.objects.filter(pk=1).exists():
        _row, made = Mailbox.objects.get_or_create(pk=1, defaults={"next_at": now + EVERY})
        return made
    return bool(turn)


def _look() -> int:
    done = 0
    with fetching.opened() as box:
        for found in box.unread(AT_ONCE):
            try:
                settle(found.raw, too_large=found.too_large)
            except Exception:  # this one stays unread and is tried again; the others go on
                log.exception("incoming_mail")
                continue
            box.settled(found.uid)
            done += 1
    return done


def _failed(error: str) -> None:
    failures = (Mailbox.objects.filter(pk=1).values_list("failures", flat=True).first() or 0) + 1
    Mailbox.objects.filter(pk=1).update(
        failures=min(failures, 1000),
        error=error,
        looked_at=clock.now(),
        next_at=clock.now() + outbox.backoff(failures),
    )
    log.warning("mailbox", error=error, failures=failures)
    if failures == ALARM_AFTER:
        alarm.tell_administrators(_("收信邮箱连不上"), error)

"""What others ask of this app: `notify` writes notices inside the caller's transaction, in one INSERT."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import transaction

from xieli.core import clock
from xieli.core.database import prepared
from xieli.notifications import live
from xieli.notifications.kinds import KINDS, Mode
from xieli.notifications.models import Choice, Notification, Preference, Service
from xieli.notifications.texts import msgid_of, storable_params
from xieli.notifications.timing import Habits


class Notice(NamedTuple):
    """One notice to one person, by the person's key. `text` is a msgid (or a lazy text), `params` fill it.

    `kind` is a code of `kinds.KINDS`; an `urgent` one may push in quiet hours; `matter` threads the mail.
    """

    recipient: int
    kind: str
    urgency: str
    text: Any
    params: Mapping[str, Any] = MappingProxyType({})
    url: str = ""
    matter: int | None = None


# One statement whatever the number of notices, its rows in one JSON parameter (arrays cost four times as much to
# quote), what several people are told alike once. What the person silenced is stored unshown: the record stays whole.
INSERT = """
INSERT INTO notifications_notification
       (recipient_id, kind, urgency, text, params, url, matter, created_at, shown)
SELECT r.recipient, n.kind, n.urgency, n.text, n.params, n.url, n.matter, %s,
       NOT EXISTS (SELECT 1 FROM notifications_choice c WHERE c.person_id = r.recipient AND c.kind = n.kind
                      AND c.channel = 'product' AND c.mode = 'off')
  FROM ROWS FROM (jsonb_to_recordset(%s::jsonb) AS (recipients bigint[], kind text, urgency text,
                  text text, params jsonb, url text, matter bigint)) WITH ORDINALITY AS n,
       unnest(n.recipients) WITH ORDINALITY AS r(recipient, place)
 ORDER BY n.ordinality, r.place
"""


def notify(notices: Sequence[Notice]) -> None:
    """Write the notices in the caller's transaction; after its commit, hint to the browsers of their readers.

    Raises ValueError for a kind that the table of kinds doesn't know.
    """
    if not notices:
        return
    unknown = {notice.kind for notice in notices} - KINDS.keys()
    if unknown:
        raise ValueError(f"kinds of notice not declared in notifications.kinds: {sorted(unknown)}")
    rows = [_row(list(alike)) for _said, alike in groupby(notices, _said)]
    with prepared() as cursor:
        cursor.execute(INSERT, [clock.now(), json.dumps(rows, ensure_ascii=False)])
    live.changed({f"person:{notice.recipient}" for notice in notices})


def _said(notice: Notice) -> tuple[Any, ...]:
    """Whoever is told of one thing is told it with the same values."""
    return (id(notice.params), id(notice.text), *notice[1:3], *notice[5:])


def _row(alike: list[Notice]) -> dict[str, Any]:
    notice = alike[0]
    return {
        "recipients": [one.recipient for one in alike],
        "kind": notice.kind,
        "urgency": notice.urgency,
        "text": msgid_of(notice.text),
        "params": storable_params(notice.params),
        "url": notice.url,
        "matter": notice.matter,
    }


def mark_read(person_id: int, uids: Sequence[Any] | None = None) -> int:
    """Mark the person's notices as read (all of them without `uids`); returns how many became so."""
    mine = Notification.objects.filter(recipient_id=person_id, read_at=None, shown=True)
    if uids is not None:
        mine = mine.filter(uid__in=uids)
    changed = mine.update(read_at=clock.now())
    if changed:
        live.changed({f"person:{person_id}"})
    return changed


@transaction.atomic
def choose(person_id: int, modes: Mapping[tuple[str, str], Mode | None], habits: Habits) -> None:
    """Replace the person's choices for these channels: (kind, channel) → mode, and hours.

    Choices equal to the default aren't kept; over a robot None means: as the department chose.

    Raises ValueError for silencing inside the product a kind which tells what the person owes.
    """
    from xieli.notifications.choices import default_mode

    channels = {channel for _kind, channel in modes}
    Choice.objects.filter(person_id=person_id, channel__in=channels).delete()
    rows = []
    for (kind, channel), mode in modes.items():
        if mode is None or (channel not in Service.values and mode == default_mode(kind, channel)):
            continue
        if channel == "product" and not KINDS[kind].optional:
            raise ValueError(f"{kind} can't be silenced inside the product")
        rows.append(Choice(person_id=person_id, kind=kind, channel=channel, mode=mode))
    Choice.objects.bulk_create(rows)
    Preference.objects.update_or_create(
        person_id=person_id,
        defaults={
            "quiet_from": habits.quiet_from,
            "quiet_to": habits.quiet_to,
            "digest_at": habits.digest_at,
        },
    )

"""The worker's part: each robot says what is due for it, several notices in one message, never faster than allowed."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xieli.core import clock, vault
from xieli.core.marks import labelled, listed
from xieli.core.richtext import plain
from xieli.notifications import alarm, discretion, outbox
from xieli.notifications.causes import explained
from xieli.notifications.channels import channels
from xieli.notifications.discretion import Say
from xieli.notifications.models import (
    Attempt,
    Delivery,
    Notification,
    OutgoingState,
    Robot,
    RobotCall,
)
from xieli.organisation.models import Person

from .finding import phones_of
from .service import GAP, Kind, Service, Verdict

log = structlog.get_logger(__name__)
PURPOSE = "robot"  # of the key under which addresses and secrets are stored
GIVE_UP_AFTER = 8  # calls in a row that failed
LONGEST_QUOTE = 80  # of what somebody said
LONGEST_WORDS = 60  # characters of one notice; more stands on its page
GIVEN_UP = gettext_noop("机器人多次发送失败，已停用")


def speak_due() -> int:
    """Let every robot speak for which something is due; returns how many notices were taken up."""
    now = clock.now()
    due = Delivery.objects.filter(state=OutgoingState.WAITING, robot__isnull=False, send_at__lte=now)
    robots = list(due.order_by().values_list("robot_id", flat=True).distinct())
    return sum(_speak(robot) for pk in robots if (robot := _turn(pk)) is not None)


def _turn(pk: int) -> Robot | None:
    """The robot, if it may speak now; then nobody else may before `GAP` has passed."""
    now = clock.now()
    robot = Robot.objects.get(pk=pk)
    if not robot.working:
        waiting = Delivery.objects.filter(robot=robot, state=OutgoingState.WAITING)
        waiting.update(state=OutgoingState.DROPPED, error="the robot is switched off")
        return None
    mine = Robot.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + GAP)
    return robot if mine else None


def service_of(robot: Robot) -> Service:
    """The robot's service."""
    service = channels()[robot.service]
    assert isinstance(service, Service)
    return service


def _speak(robot: Robot) -> int:
    due = Delivery.objects.filter(robot=robot, state=OutgoingState.WAITING, send_at__lte=clock.now())
    digest = due.order_by("send_at", "id").values_list("digest", flat=True).first()
    if digest is None:
        return 0
    which = f"robot_id = {robot.pk} AND {'' if digest else 'NOT '}digest"
    rows = outbox.claim(Delivery, service_of(robot).most_lines, also=which)
    people = Person.objects.in_bulk({row.recipient_id for row in rows})
    gone = [row.pk for row in rows if not people[row.recipient_id].active]
    Delivery.objects.filter(pk__in=gone).update(state=OutgoingState.DROPPED, error="recipient has left")
    rows = sorted((row for row in rows if row.pk not in gone), key=lambda row: row.pk)
    rows, text = _said(robot, rows, people, digest=digest)
    if rows:
        told = [people[one] for one in dict.fromkeys(row.recipient_id for row in rows)]
        verdict = say(robot, text, phones_of(told) if robot.mentions else [], lines=len(rows))
        _settle(robot, rows, verdict)
    return len(rows) + len(gone)


def _said(
    robot: Robot, rows: list[Delivery], people: dict[int, Person], *, digest: bool
) -> tuple[list[Delivery], str]:
    """The message, and what it says; what can't be put into words is given up, so that it silences nothing else."""
    try:
        return rows, message(robot, rows, people, digest=digest) if rows else ""
    except Exception as problem:  # a text or a page that this release can't make sense of
        if len(rows) > 1:
            rows = [row for row in rows if _said(robot, [row], people, digest=digest)[0]]
            return _said(robot, rows, people, digest=digest)
        log.exception("notice_not_said", deliveries=[row.pk for row in rows])
        outbox.failed(
            [row.pk for row in rows], Delivery, f"{type(problem).__name__}: {problem}", for_good=True
        )
        return [], ""


def message(robot: Robot, rows: Sequence[Delivery], people: dict[int, Person], *, digest: bool) -> str:
    """One message for several notices, in the company's language; the same one to several people as one."""
    notices = Notification.objects.in_bulk([row.notification_id for row in rows])
    may_say = discretion.of(notices.values(), robot.department_id or 0)
    said = discretion.said(notices.values(), may_say)
    lines: dict[tuple[str, str], list[str]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for row in rows:
            notice = notices[row.notification_id]
            say = may_say[notice.pk]
            words = " ".join(discretion.words(notice, say).split())
            shown = discretion.shortened(words, LONGEST_WORDS)
            if quoted := " ".join(plain(said.get(notice.pk, "")).split()):
                shown += _("：“%(said)s”") % {"said": discretion.shortened(quoted, LONGEST_QUOTE)}
            path = notice.url if say is Say.WORDS and notice.url else reverse("notifications:list")
            line = (f"【{notice.label}】{shown}", urljoin(settings.BASE_URL, path))
            lines.setdefault(line, []).append(people[row.recipient_id].name)
        texts = [
            labelled(listed(dict.fromkeys(names)), f"{words}\n{url}") for (words, url), names in lines.items()
        ]
        head = [_("每日摘要：%(n)s 条通知") % {"n": len(rows)}] if digest else []
        return _fitting([*head, *texts], service_of(robot).most_bytes)


def _fitting(parts: list[str], most: int) -> str:
    """As many whole parts as the service takes, and how many more there are."""
    text = "\n".join(parts)
    kept = len(parts)
    while len(text.encode()) > most and kept > 1:
        kept -= 1
        more = _("还有 %(n)s 条，请登录协力查看。") % {"n": len(parts) - kept}
        text = "\n".join([*parts[:kept], more])
    return text.encode()[:most].decode(errors="ignore")


def say(robot: Robot, text: str, phones: Sequence[str], *, lines: int = 0, trial: bool = False) -> Verdict:
    """Say something in the robot's group and write it into its log. A secret that can't be read refuses."""
    try:
        address = vault.revealed(robot.address, PURPOSE)
        secret = vault.revealed(robot.secret, PURPOSE) if robot.secret else ""
    except vault.InvalidToken:
        verdict = Verdict(
            Kind.REFUSED, "stored under a key this installation has lost: enter the address again"
        )
    else:
        verdict = service_of(robot).post(address, secret, text, phones, clock.now())
    RobotCall.objects.create(
        robot=robot, ok=verdict.kind is Kind.SENT, lines=lines, trial=trial, detail=verdict.detail
    )
    return verdict


def _settle(robot: Robot, rows: Sequence[Delivery], verdict: Verdict) -> None:
    ids = [row.pk for row in rows]
    ok = verdict.kind is Kind.SENT
    Attempt.objects.bulk_create([Attempt(delivery=row, ok=ok, detail=verdict.detail) for row in rows])
    if ok:
        outbox.sent(ids, Delivery)
        Robot.objects.filter(pk=robot.pk).update(failures=0, error="")
        return
    log.warning("robot", robot=robot.pk, verdict=verdict.kind.value, detail=verdict.detail)
    if verdict.kind is Kind.LIMITED:  # not a failure of this message
        Delivery.objects.filter(pk__in=ids).update(attempts=F("attempts") - 1, error=verdict.detail)
        _rest(robot, verdict.wait)
        return
    failures = robot.failures + 1
    Robot.objects.filter(pk=robot.pk).update(failures=failures, error=verdict.detail)
    if verdict.kind is Kind.REFUSED or failures >= GIVE_UP_AFTER:
        _give_up(robot, verdict.detail)
    else:
        outbox.failed(ids, Delivery, verdict.detail, for_good=False)
        _rest(robot, outbox.backoff(failures))


def _rest(robot: Robot, wait: timedelta) -> None:
    """Nothing is said before; what waits is planned for then, so that it isn't overdue meanwhile."""
    until = clock.now() + wait
    Robot.objects.filter(pk=robot.pk).update(next_at=until)
    waiting = Delivery.objects.filter(robot=robot, state=OutgoingState.WAITING, send_at__lt=until)
    waiting.update(send_at=until)


def _give_up(robot: Robot, detail: str) -> None:
    """Somebody must mend the settings: what waited is dead until it is mended, the administrator told."""
    Robot.objects.filter(pk=robot.pk).update(broken_at=clock.now(), error=detail)
    waiting = Delivery.objects.filter(robot=robot, state=OutgoingState.WAITING)
    waiting.update(state=OutgoingState.DEAD, error=detail[:500])
    with translation.override(settings.LANGUAGE_CODE):
        alarm.tell_administrators(labelled(_(GIVEN_UP), robot.name), explained(detail))

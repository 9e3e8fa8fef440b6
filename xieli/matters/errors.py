"""What can go wrong when acting: each with a sentence for people, a code for programs and an HTTP status."""

from typing import Any

from django.utils.translation import gettext as _


class ActionError(Exception):
    """Nothing was changed. `code` is stable; the message says what happened and what to do."""

    code = "error"
    status = 422

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotAllowed(ActionError):
    """This actor may not do this, or the matter is not theirs to see."""

    code, status = "not_allowed", 403


class UnknownAction(ActionError):
    """No such act in this procedure, or not in this state."""

    code, status = "unknown_action", 422


class AlreadyDone(ActionError):
    """Somebody (perhaps the same person) was faster."""

    code, status = "already_done", 409


class Stale(ActionError):
    """The matter changed since the page was read."""

    code, status = "stale", 409

    def __init__(self) -> None:
        super().__init__(_("这件事项刚刚有了变化。已为您刷新，请核对后再办理；您填写的内容还在。"))


class Blocked(ActionError):
    """Something else must end first."""

    code, status = "blocked", 409


class KeyReused(ActionError):
    """The same idempotency key came with other content."""

    code, status = "key_reused", 422

    def __init__(self) -> None:
        super().__init__(_("同一个请求编号被用于不同的内容。请换一个编号重新提交。"))


class Invalid(ActionError):
    """The form has errors: field → sentences."""

    code, status = "invalid", 422

    def __init__(self, errors: dict[str, list[str]], form: Any = None) -> None:
        super().__init__(_("有几处需要更正，见标出的位置。"), errors=errors)
        self.errors = errors
        self.form = form


class NoHolder(ActionError):
    """A step would belong to nobody."""

    code, status = "no_holder", 422

    def __init__(self, step: str) -> None:
        super().__init__(_("找不到能承接这一步的人。请系统管理员补设部门负责人或职责后再试。"), step=step)


def who_was_faster(item: int) -> str:
    """A sentence naming who ended an item."""
    from .models import WorkItem

    row = WorkItem.objects.select_related("closed_by").filter(pk=item).first()
    if row is None or row.closed_by is None:
        return _("这一步已经不需要办理了。")
    return _("这一步已由%(person)s办理。") % {"person": row.closed_by.name}

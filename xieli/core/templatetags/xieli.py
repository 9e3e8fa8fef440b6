"""Filters for templates: moments and spans as people say them, and small helpers of the components."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from xieli.core import assets, clock, durations, marks
from xieli.core.html import escaped

register = template.Library()
LIGHTS = {
    "red": ("●", gettext_lazy("超时")),
    "escalated": ("●", gettext_lazy("超时")),
    "amber": ("◐", gettext_lazy("将到期")),
    "blue": ("◔", gettext_lazy("过半")),
    "ok": ("○", gettext_lazy("正常")),
    "pause": ("❙❙", gettext_lazy("暂停")),
    "none": ("–", gettext_lazy("无时限")),
}


register.filter("listed", marks.listed)
register.simple_tag(marks.mark, name="mark")


@register.filter
def when(moment: datetime | None, kind: str = "") -> str:
    """A moment as people say it: 今天 11:20, 昨天 17:20, 11月21日 20:10, 2025年11月21日 20:10."""
    if not moment:
        return ""
    local = clock.local(moment)
    return _hour(local) if kind == "time" else _said(local)


def _hour(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def _said(local: datetime) -> str:
    return f"{_day(local.date(), clock.local(clock.now()).date(), get_language() or 'zh')} {_hour(local)}"


@register.filter
def deadline(moment: datetime | None) -> str:
    """A last moment as people say it: midnight ends the day before, 11月21日 24:00."""
    if not moment:
        return ""
    local = clock.local(moment)
    if local.hour or local.minute or local.second or local.microsecond:
        return _said(local)
    return f"{day(local.date() - timedelta(days=1))} 24:00"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as people say it: 今天, 昨天, 明天, 11月21日; with the year when it is another."""
    if not value:
        return ""
    value = clock.local(value).date() if isinstance(value, datetime) else value
    return _day(value, clock.local(clock.now()).date(), get_language() or "zh")


@lru_cache(maxsize=4096)
def _day(value: date, today: date, language: str) -> str:
    near = (value - today).days
    if -1 <= near <= 1:
        return _("今天") if near == 0 else _("昨天") if near < 0 else _("明天")
    chinese = language.startswith("zh")
    if value.year == today.year:
        return f"{value.month}月{value.day}日" if chinese else date_format(value, "j M")
    return f"{value.year}年{value.month}月{value.day}日" if chinese else date_format(value, "j M Y")


@register.filter
def month(number: int) -> str:
    """A month of the year by its name: 1 月, January."""
    chinese = (get_language() or "zh").startswith("zh")
    return f"{number} 月" if chinese else date_format(date(2000, number, 1), "F")


@register.filter
def exact(moment: datetime | None) -> str:
    """The full moment for tooltips, print and export: 2026-11-22 09:48:05."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


@register.filter
def spoken(seconds: int | None, unit: durations.Unit = "C") -> str:
    """Seconds as a span: 1 小时 20 分."""
    return "" if seconds is None else durations.spoken(seconds, unit)


@register.filter
def brief(seconds: int | None) -> str:
    """Seconds in little room: 3时10分."""
    return "" if seconds is None else durations.brief(seconds)


@register.filter
def initials(name: object) -> str:
    """What stands for a person in a circle: the last two characters of a Chinese name, or two initials."""
    text = str(name or "").strip()
    if text.isascii():
        return "".join(part[0] for part in text.split()[:2]).upper()
    return text[-2:]


@register.filter
def hue(name: object) -> int:
    """One of eight quiet colours, always the same for the same name."""
    return sum(map(ord, str(name))) % 8


@register.filter
def file_size(size: int | None) -> str:
    """182 KB, 3.4 MB."""
    if size is None:
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def plain(value: Any) -> str:
    """A decimal figure without the zeros nobody typed: 95, 3.5, 12,000."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def share(part: float, whole: float) -> int:
    """A hundred times part of whole, for the width classes g0 … g100."""
    return max(0, min(100, round(100 * part / whole))) if whole else 0


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping|get:key` for a key held in a variable."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: object) -> str:
    """This address with parts of its query changed: `{% here sort="due" after=None %}`; None leaves out."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None and value != "":
            query.setlist(key, [str(value)])
    text = urlencode(sorted(query.lists()), doseq=True)
    return f"?{text}" if text else (request.path if request else "")


@register.simple_tag
def url_if(name: str, *args: object, **kwargs: object) -> str:
    """The address of `name`, or nothing where this installation has no such page."""
    if not args and not kwargs:
        return _plain_address(name)
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=256)
def _plain_address(name: str) -> str:
    """Addresses without parameters don't change while the process lives."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture of the sprite: `{% icon "plus" %}`; what `<c-icon>` draws, for places drawn many times."""
    named = f' role="img" aria-label="{escaped(label)}"' if label else ' aria-hidden="true"'
    drawn = f'<svg class="icon"{named}><use href="{assets.url("icons.svg")}#{escaped(name)}"/></svg>'
    return SafeString(drawn)  # name and label are escaped


@register.simple_tag
def light(level: str, text: str = "") -> SafeString:
    """Colour, sign and word: what `<c-light>` draws."""
    sign, word = LIGHTS.get(level, LIGHTS["none"])
    drawn = f'<span class="light {escaped(level)}"><span aria-hidden="true">{sign}</span>{escaped(text or word)}</span>'
    return SafeString(drawn)  # level and text are escaped, the sign is ours


@register.simple_tag
def kpi(label: str, value: Any, href: str = "", note: str = "", kind: str = "") -> SafeString:
    """A number with its name, which may lead somewhere: what `<c-kpi>` draws."""
    tag, link = ("a", f' href="{escaped(href)}"') if href else ("div", "")
    said = f"<small>{escaped(note)}{' ›' if href else ''}</small>" if note else ""
    number = f'<b class="{escaped(kind)}">{escaped(value)}</b>'
    drawn = f'<{tag}{link} class="card kpi"><small>{escaped(label)}</small>{number}{said}</{tag}>'
    return SafeString(drawn)  # all values are escaped


@register.simple_tag
def tabs(tabs: Iterable[Mapping[str, Any]], label: str, place: str = "") -> SafeString:
    """Views of one page with their counts: what `<c-tabs>` draws."""
    current = ' aria-current="page"'
    drawn = "".join(
        [
            f'<a href="{escaped(one["url"])}"{current if one["current"] else ""}>'
            f"{escaped(one['label'])}{_count(one['count'])}</a>"
            for one in tabs
        ]
    )
    drawn = f'<nav class="tabs {escaped(place)}" aria-label="{escaped(label)}">{drawn}</nav>'
    return SafeString(drawn)  # all values are escaped


def _count(count: Any) -> str:
    return f"<i>{escaped(count)}</i>" if count not in (None, "") else ""


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Who it is at a glance: what `<c-avatar>` draws."""
    return format_html('<span class="avatar hue-{}" aria-hidden="true">{}</span>', hue(name), initials(name))


@register.simple_tag
def thin_ribbon(segments: Iterable[Any], place: str = "") -> SafeString:
    """The ribbon of a list: what `<c-ribbon mini="yes">` draws."""
    titles, parts = [_("责任带")], ""
    for one in segments:
        titles.append(title := escaped(one.title))
        parts += f'<span class="{one.kind} g{one.share}" title="{title}"></span>'
    label = marks.listed(titles, "：")
    drawn = f'<div class="ribbon mini {place}" role="img" aria-label="{label}">{parts}</div>'
    return SafeString(drawn)  # titles are escaped


@register.simple_tag
def dist(name: str) -> str:
    """The address of a built file: `{% dist "app.css" %}`."""
    return assets.url(name)

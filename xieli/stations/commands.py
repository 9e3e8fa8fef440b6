"""Everything that changes stations and chargers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core import pinyin
from xieli.stations.models import Charger, Connector, Station


def save_station(station: Station) -> Station:
    """Store a new or changed station; its code in large letters, its name spelled for the search.

    Raises ValidationError where chargers with the former code stand there: theirs is written on the machines.
    """
    station.code = station.code.strip().upper()
    if station.pk and station.chargers.exclude(code__startswith=f"{station.code}-").exists():
        raise ValidationError({"code": _("站内充电桩的编码以原站点编码开头，站点编码不能再改。")})
    station.pinyin, station.initials = pinyin.keys(station.name)
    station.full_clean()
    station.save()
    return station


@transaction.atomic
def save_charger(charger: Charger, connectors: int) -> Charger:
    """Store a new or changed charger with so many connectors, numbered from 1.

    Raises ValidationError where its code doesn't begin with its station's: the code tells where it stands.
    """
    charger.code = charger.code.strip().upper()
    if not charger.code.startswith(f"{charger.station.code}-"):
        raise ValidationError(
            {"code": _("充电桩编码应以所属站点编码 %(code)s- 开头。") % {"code": charger.station.code}}
        )
    charger.full_clean()
    charger.save()
    charger.connectors.filter(ordinal__gt=connectors).delete()
    Connector.objects.bulk_create(
        [Connector(charger=charger, ordinal=n) for n in range(1, connectors + 1)], ignore_conflicts=True
    )
    return charger


def set_banner(station: Station, text: str, until: datetime | None = None) -> None:
    """Show a notice on the station's public page, until a moment (aware) or an empty text."""
    station.banner, station.banner_until = text.strip()[:300], until if text.strip() else None
    station.save(update_fields=["banner", "banner_until"])

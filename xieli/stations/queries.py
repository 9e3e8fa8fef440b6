"""Finding stations and chargers: by code, by sticker, by words, by nearness."""

from collections.abc import Callable
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Count, Q, QuerySet

from xieli.core import clock
from xieli.core.composed import composed
from xieli.stations.models import Charger, Station

EARTH_KM = 6371.0088
MOST = 50  # chargers suggested
Coordinate = Decimal | float
# Apps above tell a station's customers of what goes on there.
tellers: list[Callable[[Station], list[str]]] = []


def notices(station: Station) -> list[str]:
    """What the station's customers are to know now: what goes on there, then its own notice; each text once."""
    told = [text for tell in tellers for text in tell(station)]
    own = station.banner_at(clock.now())
    return list(dict.fromkeys([*told, own] if own else told))


def charger_by_code(code: str) -> Charger | None:
    """The charger with this code, letters of any size, spaces forgiven; with its station."""
    return _chargers().filter(code=code.strip().upper()).first()


def by_public_token(token: str) -> Charger | None:
    """The charger whose QR sticker holds `token`; None too for one that was retired."""
    return _chargers().exclude(status=Charger.Status.RETIRED).filter(public_token=token).first()


def _chargers() -> QuerySet[Charger]:
    return Charger.objects.select_related("station", "station__operator").prefetch_related("connectors")


def listed(text: str = "", zone: str = "", status: str = "") -> QuerySet[Station]:
    """Stations with their numbers of chargers and of those out of order; every word of `text` must match."""
    rows = Station.objects.select_related("operator").annotate(
        charger_count=Count("chargers", filter=~Q(chargers__status=Charger.Status.RETIRED)),
        broken_count=Count(
            "chargers", filter=Q(chargers__status__in=[Charger.Status.FAULT, Charger.Status.OFFLINE])
        ),
    )
    if zone:
        rows = rows.filter(zone=zone)
    if status:
        rows = rows.filter(status=status)
    for word in text.split():
        rows = rows.filter(matching(word))
    return rows.order_by("code")


def matching(word: str) -> Q:
    """Stations that one typed word may mean: by name, pinyin, address, code, or a charger's code."""
    return _named(word) | Q(pk__in=Charger.objects.filter(code=word.upper()).values("station"))


def _named(word: str) -> Q:
    return _means(word, word.lower(), word.upper())


def _means(word: Any, letters: Any, capitals: Any) -> Q:
    found = Q(name__contains=word) | Q(pinyin__contains=letters) | Q(initials__contains=letters)
    return found | Q(address__contains=word) | Q(code__contains=capitals)


# One word that is no number: what every search asks for.
_BY_WORD = composed(
    lambda word, letters, capitals: (
        Charger.objects.exclude(status=Charger.Status.RETIRED)
        .filter(
            Q(code__startswith=capitals)
            | Q(station__in=Station.objects.filter(_means(word, letters, capitals)).values("pk"))
        )
        .values_list("pk", flat=True)[:MOST]
    )
)


def suggest_chargers(text: str, limit: int = 10) -> list[Charger]:
    """Chargers for what somebody types: a code's beginning or end, or a station's name and a number."""
    rows = _chargers().exclude(status=Charger.Status.RETIRED)
    words = text.split()
    if len(words) == 1 and not words[0].isdigit():
        keys = _BY_WORD(words[0], words[0].lower(), words[0].upper())[:limit]
        return list(rows.filter(pk__in=keys)) if keys else []
    for word in words:
        stations = Station.objects.filter(_named(word)).values("pk")
        ending = Q(code__endswith=f"-{word.zfill(2)}") if word.isdigit() else Q(code__startswith=word.upper())
        rows = rows.filter(ending | Q(station__in=stations))
    return list(rows[:limit]) if text.strip() else []


def distance_km(lat1: Coordinate, lon1: Coordinate, lat2: Coordinate, lon2: Coordinate) -> float:
    """The way over the ground between two points in degrees, by the haversine formula."""
    a, b = radians(float(lat1)), radians(float(lat2))
    half_height, half_width = (b - a) / 2, radians(float(lon2) - float(lon1)) / 2
    chord = sin(half_height) ** 2 + cos(a) * cos(b) * sin(half_width) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def nearest(latitude: Coordinate, longitude: Coordinate, limit: int = 5) -> list[tuple[Station, float]]:
    """The open stations nearest to a point, each with its distance in km.

    Distances are reckoned here: a company has some hundreds of stations, read in one query.
    """
    rows = Station.objects.filter(latitude__isnull=False).exclude(
        status__in=[Station.Status.BUILDING, Station.Status.RETIRED]
    )
    found = [(station, distance_km(latitude, longitude, *_place(station))) for station in rows]
    return sorted(found, key=lambda pair: pair[1])[:limit]


def _place(station: Station) -> tuple[Coordinate, Coordinate]:
    return station.latitude or 0.0, station.longitude or 0.0

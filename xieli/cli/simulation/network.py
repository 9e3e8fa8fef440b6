"""The charging network of 云港市 and its customers: stations, chargers, people who charge."""

import random
from datetime import date

from django.db import transaction

from xieli.core import pinyin
from xieli.customers.models import Customer
from xieli.organisation.models import Department
from xieli.stations.models import Charger, Connector, Station

from .names import names, phone

# name, zone, chargers, latitude, longitude
STATIONS = [
    ("云港高铁东站", "urban", 12, 34.6021, 119.2301),
    ("青澜广场B2站", "urban", 10, 34.5968, 119.1782),
    ("临湖公交场站", "urban", 16, 34.6123, 119.1543),
    ("云岭服务区（北行）", "remote", 8, 34.8012, 119.0211),
    ("云岭服务区（南行）", "remote", 8, 34.8008, 119.0219),
    ("滨河新区停车楼", "urban", 14, 34.5844, 119.2017),
    ("市民中心地下站", "urban", 10, 34.5999, 119.2110),
    ("港前物流园", "suburban", 20, 34.7011, 119.3522),
    ("大学城南门", "suburban", 8, 34.5512, 119.1320),
    ("云港机场P2", "suburban", 12, 34.4188, 119.1799),
    ("海棠湾景区", "remote", 6, 34.7722, 119.4412),
    ("开发区管委会", "suburban", 8, 34.6533, 119.3011),
    ("新浦商圈西站", "urban", 12, 34.6088, 119.1688),
    ("体育公园站", "urban", 8, 34.5910, 119.1920),
    ("北环出租车站", "suburban", 18, 34.6401, 119.1502),
    ("石化园专用站", "remote", 6, 34.7433, 119.5210),
]


@transaction.atomic
def build(rng: random.Random, customers: int) -> None:
    """Stations with their chargers, run by the maintenance centre; customers with reserved numbers."""
    operator = Department.objects.get(code="OM")
    stations = Station.objects.bulk_create(
        _station(n, row, operator) for n, row in enumerate(STATIONS, start=12)
    )
    chargers = Charger.objects.bulk_create(
        Charger(
            station=station,
            code=f"{station.code}-{n:02d}",
            kind="ac" if n % 5 == 0 else "dc",
            power_kw=7 if n % 5 == 0 else rng.choice((60, 120, 180)),
            commissioned_on=date(2023, rng.randint(1, 12), rng.randint(1, 28)),
            serial=f"SN{station.pk:03d}{n:03d}{rng.randint(1000, 9999)}",
        )
        for station, row in zip(stations, STATIONS, strict=True)
        for n in range(1, row[2] + 1)
    )
    Connector.objects.bulk_create(
        Connector(charger=charger, ordinal=n)
        for charger in chargers
        for n in ((1,) if charger.kind == "ac" else (1, 2))
    )
    fresh = names(rng, set())
    Customer.objects.bulk_create(_customer(next(fresh), 10_000 + n) for n in range(customers))


def _station(n: int, row: tuple[str, str, int, float, float], operator: Department) -> Station:
    name, zone, _, latitude, longitude = row
    full, initials = pinyin.keys(name)
    return Station(
        code=f"YG-CS-{n:04d}",
        name=name,
        pinyin=full,
        initials=initials,
        address=f"云港市{name}",
        zone=zone,
        latitude=latitude,
        longitude=longitude,
        operator=operator,
    )


def _customer(name: str, n: int) -> Customer:
    full, initials = pinyin.keys(name)
    return Customer(
        kind="person", name=name, pinyin=full, initials=initials, phone=phone(n), member_id=f"M{n:08d}"
    )

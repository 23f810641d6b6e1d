"""Who the customers are before they buy anything."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import (
    FIRM,
    FITTED_IN_A_WEEK,
    HOME_WORKER,
    IN_A_HURRY,
    PRACTICE,
    STAYER,
)
from upheld.demo.simulate.places import TOWNS
from upheld.demo.simulate.words import read

POPULATION = 4_997

_ORDERS_A_YEAR = {STAYER: 9.6, HOME_WORKER: 9.2, PRACTICE: 22.0, IN_A_HURRY: 8.8}
_BRINGS = {campaign.key: campaign.brings for campaign in FIRM.campaigns}
_SOURCES = {
    "word_of_mouth": 28.0,
    "search": 34.0,
    "open_workshop": 10.0,
    "magazine": 10.0,
    "trade_list": 6.0,
    "voucher_site": 9.0,
}
_HOSTS = ("example.org", "example.net", "example.com")


@dataclass(frozen=True, slots=True)
class Person:
    """`orders_a_year` is a person's own pace, gamma-spread as in the BG/NBD model."""

    id: int
    first: str
    last: str
    email: str
    phone: str
    persona: str
    source: str
    joined_on: date
    area: str
    town: str
    vulnerable: bool
    orders_a_year: float

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def populate(seed: int, era: Era) -> list[Person]:
    return [_person(number, Dice(seed, "person", number), era) for number in _ids()]


def _ids() -> range:
    return range(1, POPULATION + 1)


def _person(number: int, dice: Dice, era: Era) -> Person:
    names = _names()
    first, last = dice.choice(names["first"]), dice.choice(names["last"])
    joined_on = _joined(dice, era)
    source = _source(dice, joined_on, era)
    persona = dice.weighted(_BRINGS[source])
    area = dice.choice(list(TOWNS))
    return Person(
        id=number,
        first=first,
        last=last,
        email=_email(first, last, number, dice),
        phone=f"07700 {900000 + number % 1000:06d}",  # Ofcom's numbers for drama
        persona=persona,
        source=source,
        joined_on=joined_on,
        area=area,
        town=dice.choice(TOWNS[area]),
        vulnerable=dice.chance(0.06),
        orders_a_year=_ORDERS_A_YEAR[persona] * dice.gammavariate(2.2, 1 / 2.2),
    )


@cache
def _names() -> dict[str, list[str]]:
    return {kind: text.split() for kind, text in read("names").items()}


def _joined(dice: Dice, era: Era) -> date:
    if dice.chance(0.24):
        return era.start - timedelta(days=dice.randint(1, 900))
    return era.start + timedelta(days=int((era.last_day - era.start).days * dice.random() ** 0.85))


def _source(dice: Dice, joined_on: date, era: Era) -> str:
    if era.advert_from <= joined_on <= era.advert_until and dice.chance(0.24):
        return FITTED_IN_A_WEEK
    return dice.weighted(_SOURCES)


def _email(first: str, last: str, number: int, dice: Dice) -> str:
    one, two = (_plain(name) for name in (first, last))
    shape = dice.choice(
        (f"{one}.{two}", f"{one}{two}", f"{one[0]}.{two}", f"{two}.{one}", f"{one}_{two[0]}")
    )
    return f"{shape}{number}@{dice.choice(_HOSTS)}"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower().replace("ó", "o") if letter.isalpha())

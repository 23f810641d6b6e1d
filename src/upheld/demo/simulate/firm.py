"""The demo firm as data: who it builds for, what it sells, how it is found, what it promises."""

from dataclasses import dataclass, field
from decimal import Decimal

from upheld.core.words import Touchpoint


@dataclass(frozen=True, slots=True)
class Persona:
    """An archetype by needs, use and values; `designed_for` says whether we built for it."""

    key: str
    name: str
    description: str
    needs: str
    use: str
    values: str
    designed_for: bool


@dataclass(frozen=True, slots=True)
class Campaign:
    key: str
    name: str
    promise: str
    brings: dict[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Item:
    """`lead_days` from order to promised day; `traits` say what can go wrong with it."""

    name: str
    short: str
    plural: bool
    price: Decimal
    delivery: Decimal
    lead_days: int
    touchpoint: Touchpoint
    traits: frozenset[str]
    tastes: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    sentence: str
    currency: str
    personas: tuple[Persona, ...]
    campaigns: tuple[Campaign, ...]
    items: tuple[Item, ...]


STAYER, HOME_WORKER, PRACTICE, IN_A_HURRY = "stayer", "home_worker", "practice", "in_a_hurry"

_PERSONAS = (
    Persona(
        STAYER,
        "The stayer",
        "Furnishes a home to stay in and would rather wait for one good piece than replace three.",
        "Furniture made for an alcove or a wall that nothing standard fits",
        "Daily, for decades; oils the wood, has things repaired",
        "Lasting, repairable, made by people who answer the telephone",
        True,
    ),
    Persona(
        HOME_WORKER,
        "The home worker",
        "Works at home most days, in a room that was never meant to be an office.",
        "A desk and storage that fit the body and the room",
        "Eight hours a day, adds pieces that match over the years",
        "Comfort, order, parts that can be added later",
        True,
    ),
    Persona(
        PRACTICE,
        "The small practice",
        "A surgery, studio or small school that wants the same thing again in five years.",
        "Matching furniture for several rooms, fitted around opening hours",
        "Hard daily use by many people; a care plan",
        "One invoice, one contact, dates that hold",
        True,
    ),
    Persona(
        IN_A_HURRY,
        "In a hurry",
        "Wants the lowest price tomorrow, and may not keep it: a fair wish that we cannot serve.",
        "Something that does for now, next day, easily sent back",
        "A let or a stop-gap for a few months",
        "Lowest price, fastest delivery, free returns",
        False,
    ),
)


def _brings(stayer: float, worker: float, practice: float, hurry: float) -> dict[str, float]:
    return {STAYER: stayer, HOME_WORKER: worker, PRACTICE: practice, IN_A_HURRY: hurry}


FITTED_IN_A_WEEK = "fitted_in_a_week"

_CAMPAIGNS = (
    Campaign("word_of_mouth", "Word of mouth", "What a friend told them", _brings(50, 30, 17, 3)),
    Campaign("search", "Web search", "Made to measure, in four weeks", _brings(36, 40, 11, 13)),
    Campaign("open_workshop", "Open workshop days", "Come and see it made", _brings(55, 28, 15, 2)),
    Campaign("magazine", "Magazine feature", "Furniture you will hand on", _brings(62, 24, 9, 5)),
    Campaign("trade_list", "Practice fit-out list", "Dates that hold", _brings(5, 15, 78, 2)),
    Campaign("voucher_site", "Voucher site", "20% off today only", _brings(18, 22, 3, 57)),
    Campaign(
        FITTED_IN_A_WEEK,
        "Fitted in a week",
        "Ordered today, fitted in a week",
        _brings(20, 27, 8, 45),
    ),
)


def _product(
    name: str, short: str, price: str, delivery: str, lead: int, traits: str, tastes: str
) -> Item:
    return _item(Touchpoint.PRODUCT, name, short, price, delivery, lead, traits, tastes)


def _service(name: str, short: str, price: str, lead: int, traits: str, tastes: str) -> Item:
    return _item(Touchpoint.SERVICE, name, short, price, "0.00", lead, traits, tastes)


def _item(
    touchpoint: Touchpoint,
    name: str,
    short: str,
    price: str,
    delivery: str,
    lead: int,
    traits: str,
    tastes: str,
) -> Item:
    stayer, worker, practice, hurry = map(int, tastes.split())
    marks = frozenset(traits.split())
    return Item(
        name,
        short,
        "plural" in marks,
        Decimal(price),
        Decimal(delivery),
        lead,
        touchpoint,
        marks,
        (stayer, worker, practice, hurry),
    )


SHELVES = "Alder wall shelves, set of three"
FITTING = "Fitting visit"
CARE_PLAN = "Care plan, one year"

_ITEMS = (
    _product(SHELVES, "shelves", "240.00", "12.50", 14, "wood shelf plural", "9 10 8 12"),
    _product("Beech floating shelf, 90 cm", "shelf", "68.00", "6.50", 7, "wood shelf", "8 9 8 16"),
    _product(
        "Alcove bookcase, made to measure",
        "bookcase",
        "890.00",
        "45.00",
        28,
        "wood shelf big bespoke fit",
        "7 2 3 1",
    ),
    _product(
        "Ladder bookcase", "bookcase", "310.00", "25.00", 14, "wood shelf big stands", "7 5 4 8"
    ),
    _product(
        "Ash desk, 140 cm", "desk", "465.00", "39.00", 14, "wood top drawer stands big", "3 9 6 6"
    ),
    _product(
        "Oak standing desk", "desk", "720.00", "39.00", 21, "wood top drawer stands big", "1 7 4 2"
    ),
    _product("Filing pedestal", "pedestal", "215.00", "25.00", 14, "wood top drawer", "1 8 9 3"),
    _product(
        "Plan chest, six drawers",
        "plan chest",
        "640.00",
        "45.00",
        28,
        "wood top drawer big",
        "3 3 4 1",
    ),
    _product(
        "Hallway bench with pegs", "bench", "330.00", "29.00", 14, "wood top stands big", "7 3 6 5"
    ),
    _product(
        "Window seat, made to measure",
        "window seat",
        "1150.00",
        "45.00",
        35,
        "wood top big bespoke fit",
        "4 1 2 0",
    ),
    _product(
        "Bedside cabinet in cherry", "cabinet", "185.00", "18.00", 14, "wood top drawer", "8 3 0 8"
    ),
    _product("Monitor riser", "riser", "58.00", "4.95", 5, "wood top", "3 11 7 9"),
    _product(
        "Iron shelf brackets, pair", "brackets", "34.00", "4.95", 4, "plural small", "10 8 9 11"
    ),
    _product("Oil and wax care kit", "care kit", "24.00", "3.95", 4, "small", "22 10 10 3"),
    _service(FITTING, "fitting", "145.00", 14, "visit fitting", "5 4 9 3"),
    _service("Measuring visit", "measuring visit", "60.00", 9, "visit measuring", "5 3 5 1"),
    _service("Repair visit", "repair", "95.00", 12, "visit repair", "4 3 6 2"),
    _service("Re-oiling visit", "re-oiling", "120.00", 16, "visit oiling", "5 2 6 0"),
    _service(CARE_PLAN, "care plan", "84.00", 1, "plan", "6 4 8 1"),
)

FIRM = Firm(
    "Larch & Lintel",
    "Larch & Lintel makes shelves, desks and cabinets to measure in a workshop in Ludlow, "
    "fits them, and repairs them for as long as they are in use.",
    "GBP",
    _PERSONAS,
    _CAMPAIGNS,
    _ITEMS,
)
ITEMS = {item.name: item for item in _ITEMS}

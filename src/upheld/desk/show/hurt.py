"""Where it hurts, in what order and what it costs a year, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.core.intervals import Beside, told, told_share
from upheld.desk.charts.spark import Spark, spark
from upheld.desk.charts.whisker import Whisker, scale, whisker

from . import rows_behind
from .told_back import interval, money, sums
from .told_back import lost as told_lost

_TURNS = {Beside.ABOVE: "More than the year before", Beside.BELOW: "Less than the year before"}
_BESIDE = {
    Beside.ABOVE: "A hand-off is complained of more than a handshake",
    Beside.BELOW: "A handshake is complained of more than a hand-off",
    Beside.CANNOT_TELL: "Whether hand-offs or handshakes are complained of more, nobody can tell",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One touchpoint. `bar` is its cost drawn, on one scale with the others."""

    place: int
    name: str
    nature: str
    cost: str
    bar: Whisker | None
    complaints: str
    complaints_url: str
    rate: str
    faults: str
    heavy: str
    hit: str
    lost: str
    lost_because: str
    paid: str
    trend: Spark | None
    trend_told: str
    turn: str


@dataclass(frozen=True, slots=True)
class PersonaLine:
    name: str
    people: str
    rate: str
    heavy: str
    lost: str
    at: list[str]


def hurt_page(data: Mapping[str, Any]) -> dict[str, Any]:
    currency = data["currency"]
    costs = [interval(_in(each["cost"], currency)) for each in data["touchpoints"]]
    edge = scale(costs)
    lines = [
        _line(place, each, currency, edge) for place, each in enumerate(data["touchpoints"], 1)
    ]
    shown = [each for each in data["touchpoints"] if each["complaints"]][:_COLUMNS]
    return {
        "headline": _headline(lines, data["touchpoints"], currency),
        "since": data["since"],
        "lines": lines,
        "handed": _handed(data),
        "columns": [each["name"] for each in shown],
        "personas": [_persona(each, shown) for each in data["personas"]],
        "limits": data["limits"],
    }


_COLUMNS = 6


def _in(costs: Sequence[Mapping[str, Any]], currency: str) -> Mapping[str, Any] | None:
    return next((each for each in costs if each["currency"] == currency), None)


def _headline(lines: Sequence[Line], points: Sequence[Mapping[str, Any]], currency: str) -> str:
    if not lines:
        return "Nothing went wrong on the journey in the last twelve months"
    first = interval(_in(points[0]["cost"], currency))
    if first is None or first.low <= 0:
        return f"It probably hurts most here: {lines[0].name}"
    return f"It hurts most here: {lines[0].name}"


def _line(place: int, each: Mapping[str, Any], currency: str, edge: float) -> Line:
    cost, lost = _in(each["cost"], currency), each["lost"]
    trend = [interval(one["complaints_each_thousand"]) for one in each["trend"]]
    named = zip(each["trend"], trend, strict=True)
    return Line(
        place=place,
        name=each["name"],
        nature="Hand-off" if each["nature"] == "product" else "Handshake",
        cost=money(cost, currency) or "cannot be said",
        bar=whisker(interval(cost), edge),
        complaints=f"{each['complaints']:,}",
        complaints_url=rows_behind.complaints({"touchpoint": each["key"]}),
        rate=told(interval(each["complaints_each_thousand"])),
        faults=f"{each['faults_found']:,}",
        heavy=told_share(interval(each["heavy"])),
        hit=f"{each['hit']:,}",
        lost=told_lost(lost),
        lost_because=_because(lost),
        paid=", ".join(filter(None, (sums(each["owed"]), sums(each["goodwill"])))),
        trend=spark(trend),
        trend_told="; ".join(f"{one['quarter']} {told(rate)}" for one, rate in named if rate),
        turn=_TURNS.get(Beside(each["turn"]), ""),
    )


def _because(lost: Mapping[str, Any] | None) -> str:
    """What the number rests on, so that it is not read as how many left."""
    if lost is None:
        return "Too few can be compared."
    away, like = (f"{lost[name] * 100:.0f}%" for name in ("stayed_away", "of_like_customers"))
    return (
        f"{away} of {lost['followed']:,} ordered nothing within {lost['days']} days; of like "
        f"customers {like}."
    )


def _handed(data: Mapping[str, Any]) -> str:
    rates = {each["nature"]: each["complaints_each_thousand"] for each in data["natures"]}
    if not any(rates.values()):
        return ""
    said = _BESIDE[Beside(data["hand_offs_beside_handshakes"])]
    product, service = (told(interval(rates[name])) for name in ("product", "service"))
    return f"{said}: {product} and {service} complaints for each thousand passages."


def _persona(each: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> PersonaLine:
    if each["too_few"]:
        few = "too few to tell"
        return PersonaLine(each["name"], f"{each['people']:,}", few, "", "", ["" for _ in shown])
    lost = each["lost"]
    return PersonaLine(
        name=each["name"],
        people=f"{each['people']:,}",
        rate=told(interval(each["complaints_each_thousand"])),
        heavy=told_share(interval(each["heavy"])),
        lost=told_lost(lost),
        at=[told(interval(each["touchpoints"].get(one["key"]))) for one in shown],
    )

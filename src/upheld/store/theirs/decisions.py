"""What of a decision is of one person, as it is handed over to them: where the case of somebody
else had come into theirs, it was made of what that one alleged as well."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.store import models as rows

Told = dict[str, Any]
# What a record says point by point.
_OF_POINTS = ("findings", "entitlement", "questions", "law")
# Each speaks of all that was alleged at once: the reasons in a record, and the columns.
_REASONS = {"goodwill": "because", "authority": "because", "next_action": "text"}
_OF_ALL = ("same_facts", "like_facts", "situation")


def decisions(told: list[Told], theirs: Iterable[int]) -> list[Told]:
    """Decisions with what was alleged by this person, by its numbers, and what follows from it."""
    others = _of_others(told, set(theirs))
    return [_own(each, others) if _alleged(each) & others else each for each in told]


def events(told: list[Told], decided: Iterable[Told]) -> list[Told]:
    """What the record says of these decisions, with what is owed to this person."""
    owed = {each["id"]: str(Money(each["owed"], each["currency"])) for each in decided}
    return [
        each | {"data": {**each["data"], "owed": owed[number]}}
        if "owed" in each["data"] and (number := each["data"].get("decision")) in owed
        else each
        for each in told
    ]


def _of_others(told: Iterable[Told], theirs: set[int]) -> set[str]:
    """The points that somebody else made, as documents name them."""
    named = {name for each in told for name in _alleged(each)}
    numbers = {int(name[1:]) for name in named if name[:1] == "a" and name[1:].isdecimal()}
    held = rows.Allegation._base_manager.filter(pk__in=numbers - theirs)
    return {f"a{number}" for number in held.values_list("pk", flat=True)}


def _alleged(told: Told) -> set[str]:
    return {str(each.get("id")) for each in told["document"].get("allegations") or ()}


def _own(told: Told, others: set[str]) -> Told:
    document, record = told["document"], _record(told["record"], others)
    alleged = [each for each in document["allegations"] if each.get("id") not in others]
    owed = sum((Decimal(each["amount"]) for each in record["entitlement"]), Decimal(0))
    return {
        **told, **dict.fromkeys(_OF_ALL, ""), "owed": owed, "record": record,
        "document": {**document, "allegations": alleged},
    }  # fmt: skip


def _record(record: Mapping[str, Any], others: set[str]) -> dict[str, Any]:
    """Without what was found, owed and asked of those points. What was ruled on the case as a whole
    was read of them too, and the reason may say it."""
    own = {
        name: [each for each in record[name] if each["allegation"] not in others]
        for name in _OF_POINTS
        if name in record
    }
    told = {name: {**record[name], said: ""} for name, said in _REASONS.items()}
    ruled = [each for each in record["trace"] if each["subject"] and each["subject"] not in others]
    return {**record, **own, **told, "trace": ruled}

"""What is owed, to everyone: from facts alone, or from those of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from upheld.core import law as core
from upheld.core.law import Law
from upheld.core.law_facts import open_to, read_facts
from upheld.core.promises.given_days import checked_day
from upheld.steps.decide import preview
from upheld.store.policy_files import laws

from .answers import LawTold, OpenFact, OwedTold
from .assistant import Assistant
from .cases import case_of, open_fact
from .claims import FactValue

_STATED = "on the facts as they were stated here; nobody has found them so"
_FOUND = "on the facts that people or records of the firm gave; no claim counts"


def owed(
    by: Assistant,
    now: datetime,
    facts: Mapping[str, FactValue],
    names: Sequence[str],
    on: date | None,
) -> OwedTold:
    day = checked_day(on) if on else timezone.localdate(now)
    asked = laws.chosen(names, facts.get("touchpoint"), day)
    if not facts:
        return OwedTold(on=day, rests_on=_STATED, laws=[], facts_to_give=_open_facts(asked))
    given = {name: _exact(value) for name, value in facts.items()}
    read = read_facts(asked, given, day)
    found = [LawTold.model_validate(core.read(law, read[law.name], day)) for law in asked]
    return OwedTold(on=day, rests_on=_STATED, laws=found)


def _open_facts(asked: Sequence[Law]) -> dict[str, list[OpenFact]]:
    return {
        law.name: [open_fact(law.policy.inputs[name]) for name in open_to(law.policy)]
        for law in asked
    }


def _exact(value: FactValue) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def owed_on_case(by: Assistant, now: datetime, reference: str) -> OwedTold:
    told, decision, _ = preview(case_of(reference, by), now)
    points = laws.on(told, decision)
    by_allegation: dict[str, list[LawTold]] = {}
    for each in points:
        if each.reading:
            found = LawTold.model_validate(each.reading)
            by_allegation.setdefault(each.allegation, []).append(found)
    return OwedTold(
        on=timezone.localdate(now),
        rests_on=_FOUND,
        laws=[],
        by_allegation=by_allegation,
        trouble=[line for each in points for line in each.trouble],
    )

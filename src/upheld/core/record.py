"""A decision as it is kept and printed: plain JSON with exact amounts, and back again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter

from .decision import Decision
from .floor import LawOnPoint

_DECISION = TypeAdapter(Decision)
_LAW, _POINTS = "law", TypeAdapter(tuple[LawOnPoint, ...])
# Which version of the product decided: kept beside the decision, and no part of it.
DECIDED_WITH = "decided_with"


def as_json(decision: Decision) -> dict[str, Any]:
    """The decision's public form. Amounts are strings with the currency's decimals."""
    plain = _plain(decision)
    for part in (*plain["findings"], plain["fit"]):
        del part["trace"]
    return {**plain, "reasons": list(decision.reasons)}


def keep(decision: Decision, law: Sequence[LawOnPoint] | None = None) -> dict[str, Any]:
    """The whole decision for the store, with what the law gave that day, for `recall`."""
    kept = _plain(decision)
    told = {} if law is None else {_LAW: _POINTS.dump_python(tuple(law), mode="json")}
    return {**kept, **told}


def _plain(decision: Decision) -> dict[str, Any]:
    """The decision as it was made: what was granted beside it, or given before, is kept apart."""
    apart = {"exceptions", "given"}
    plain: dict[str, Any] = _DECISION.dump_python(decision, mode="json", exclude=apart)
    return plain


def recall(kept: Mapping[str, Any]) -> Decision:
    """The decision that `keep` kept. Facts inside its trace come back as their JSON text."""
    return _DECISION.validate_python(kept)


def recall_law(kept: Mapping[str, Any]) -> tuple[LawOnPoint, ...] | None:
    """What the law gave when it was decided; None where that was not kept."""
    return _POINTS.validate_python(kept[_LAW]) if _LAW in kept else None


def told(plain: Mapping[str, Any], now: datetime) -> Decision:
    """The decision in its public form, or a part of it: an outcome and what is owed will do.

    Raises pydantic.ValidationError, which names each key and what is amiss.
    """
    findings = [{**_FINDING, **each} for each in plain.get("findings") or ()]
    owed = [{**_REMEDY, **each} for each in plain.get("entitlement") or ()]
    currency = plain.get("currency") or next(
        (each["currency"] for each in owed if "currency" in each), "GBP"
    )
    goodwill = {**_GOODWILL, "currency": currency, **(plain.get("goodwill") or {})}
    fit = {**_FIT, **(plain.get("fit") or {})}
    whole = {**_UNTOLD, "decided_at": now, **plain, "currency": currency, "findings": findings}
    whole |= {"entitlement": [{"currency": currency, **each} for each in owed]}
    return _DECISION.validate_python(whole | {"goodwill": goodwill, "fit": fit})


# What a decision says where the part of it that is given says nothing.
_FINDING = {"allegation": "", "kind": "other", "statement": "", "because": "", "evidence": (),
            "question": None, "trace": ()}  # fmt: skip
_REMEDY = {"allegation": "", "amount": "0", "chooser": None, "days": None, "because": "",
           "source": ""}  # fmt: skip
_GOODWILL = {"kind": "none", "amount": "0", "because": "", "source": "", "similar_a_year": None,
             "cost_a_year": None}  # fmt: skip
_FIT = {"band": "unknown", "because": "", "evidence": (), "trace": ()}
_UNTOLD = {"outcome": None, "stance": "hold", "questions": (), "trace": (), "policy_version": "",
           "authority": {"role": "handler", "second_person": False, "because": ""},
           "next_action": {"action": "send_reply", "who": "handler", "text": ""}}  # fmt: skip


def same_facts_key(allegations: list[dict[str, Any]]) -> str:
    """A key that two cases share when the same things happened, whoever they happened to."""
    told = [
        {"kind": row["kind"], "finding": row.get("finding"), "facts": _same(row.get("facts") or {})}
        for row in allegations
    ]
    told.sort(key=lambda row: json.dumps(row, sort_keys=True))
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _same(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Known facts in one writing: 240, "240.00" and 240.0 are the same amount."""
    return {name: _number(fact) for name, fact in facts.items() if fact is not None}


def _number(fact: Any) -> Any:
    try:
        return fact if isinstance(fact, bool) else str(Decimal(str(fact)).normalize())
    except InvalidOperation:
        return fact

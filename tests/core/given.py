"""The standard policy, its own cases, and case documents that nobody thought of."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from upheld.core import doctrine
from upheld.core.decision import Decision, decide
from upheld.core.document import read_case
from upheld.core.reply import Addressed, Voice
from upheld.core.words import AllegationKind, FindingResult
from upheld.tables import Field, Kind, load

STANDARD = Path(__file__).parents[2] / "policies" / "standard"
POLICY = doctrine.checked(load(STANDARD))
VOICE = Voice(**yaml.safe_load((STANDARD / "letters.yaml").read_text("utf-8")))
CASES: list[dict[str, Any]] = yaml.safe_load((STANDARD / "cases.yaml").read_text("utf-8"))
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TO_SALLY = Addressed("Sally Hart", "UP-000001", "Nine days late", date(2026, 11, 2), "Alice Moore")

CORE_FIT = {"fit": {"evidence": 6, "values_what": 0.9, "values_how": 0.85, "mutual_value": 0.8}}
OUTSIDE_FIT = {"fit": {"evidence": 5, "values_what": 0.2, "values_how": 0.15, "mutual_value": 0.3}}


def document(**told: Any) -> dict[str, Any]:
    """Sally's case as a document: her shelves came nine days late."""
    facts = {"touchpoint": "product", "price_paid": 240, "delivery_paid": "12.50"}
    facts |= {"days_late": 9, "impact": "medium"}
    return {
        "received_on": "2026-11-02",
        "allegations": [{"kind": "late", "facts": facts}],
        "customer": CORE_FIT,
        "similar_a_year": 60,
        **told,
    }


def decided(told: dict[str, Any]) -> Decision:
    return decide(read_case(told, POLICY), POLICY, NOW)


def decided_case(case: dict[str, Any]) -> Decision:
    """The decision on one of the policy's own cases, each point with a statement of its own."""
    given = {"received_on": "2026-11-02", **case["given"]}
    return decided(given)


def _value(field: Field) -> st.SearchStrategy[Any]:
    if field.values:
        return st.sampled_from(field.values)
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.MONEY:
        return st.decimals(0, 1500, places=2).map(str)
    if field.name.startswith("fit.") and field.name != "fit.evidence":
        return st.decimals(0, 1, places=2).map(str)
    return st.integers(0, 400)


def facts(about: str) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of one group; any of them may be missing."""
    skipped = {"kind", "recorded_finding"}
    fields = [f for f in POLICY.inputs.values() if f.about == about and f.name not in skipped]
    known = st.one_of([st.tuples(st.just(field.name), _value(field)) for field in fields])
    return st.lists(known, max_size=len(fields), unique_by=lambda told: told[0]).map(dict)


# Often enough is known to decide, by a person's finding or by the facts: else all would ask.
_FOUND = ["substantiated"] * 3 + ["not_substantiated"] * 2 + ["partly"] * 2 + [None] * 3
_USUAL = {"price_paid": 240, "delivery_paid": "12.50", "days_since_delivery": 12, "days_late": 9}
ALLEGATION = st.builds(
    lambda kind, touchpoint, facts, finding: {
        "kind": kind,
        "facts": {**_USUAL, "touchpoint": touchpoint, **facts},
        "finding": finding,
    },
    st.sampled_from([*AllegationKind]),
    st.sampled_from(["product", "service"]),
    facts("allegation"),
    st.sampled_from([*_FOUND, FindingResult.UNDETERMINED]),
) | st.fixed_dictionaries(
    {"kind": st.sampled_from([*AllegationKind]), "facts": facts("allegation")}
)
ALLEGATIONS = st.lists(ALLEGATION, min_size=1, max_size=3)
CIRCUMSTANCES = facts("circumstance")
CUSTOMER = st.builds(
    lambda name, who, shared: {"name": name, **who, **shared},
    st.text(max_size=20),
    facts("customer"),
    facts("relationship"),
)
LOUD = st.dictionaries(st.sampled_from(["tone", "reach", "channel", "demand", "calls"]), st.text())
DOCUMENT = st.fixed_dictionaries(
    {"received_on": st.dates(date(2016, 1, 1), NOW.date()).map(str), "allegations": ALLEGATIONS},
    optional={
        "circumstances": CIRCUMSTANCES,
        "customer": CUSTOMER,
        "similar_a_year": st.integers(0, 5000),
        "context": LOUD,
    },
)

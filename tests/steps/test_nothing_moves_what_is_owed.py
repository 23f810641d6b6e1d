"""Promise 1 over all that is known of somebody: not a byte of what is found and owed moves.

Who they are, what they bring and cost, what was granted before, how contacts went, what is
restricted, whether we part: a new model is permuted from its own fields.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import ALLEGATIONS, CIRCUMSTANCES, CUSTOMER, LOUD, NOW, POLICY
from tests.rows import OF_THE_STORY, a_row, around, permuted
from tests.stories import an_allegation, an_investigated_case, an_open_case

from upheld.core import record
from upheld.core.decision import decide
from upheld.core.document import read_case
from upheld.core.words import AllegationKind, CaseId
from upheld.steps import decide as steps
from upheld.store.models import (
    Allegation,
    Case,
    Clock,
    Conduct,
    Customer,
    Decision,
    Event,
    Finding,
    Letter,
    Parting,
    PartingAfter,
    Person,
    Restriction,
    RestrictionLook,
)
from upheld.store.policy_files import laws
from upheld.tables import load
from upheld.tables.proofs import Verdict, prove
from upheld.tables.proofs.closures import closures

# The table that places rows on the journey finds nothing and gives nothing.
_PLACES = "journey"
POLICIES = sorted(
    path.parent
    for path in (Path(__file__).parents[2] / "policies").glob("**/policy.yaml")
    if path.parent.name != _PLACES
)
WHAT_HAPPENED = {"allegation"}
# The tables that say what is found and owed: these of the standard policy, and all of a law.
FOUND_AND_OWED = {
    "standard": {"finding", "refundable", "entitlement", "price_back", "counted"},
}
# As the dice gave it, far outside, and at the core of what we built this for.
FITS = (None, Decimal("0.1"), Decimal("0.95"))
# Words for what is known of somebody; `conduct_confirmed` and `cost` are of what happened.
OF_SOMEBODY = {
    "fit", "persona", "deviation", "precedent", "restriction", "parting", "relationship",
    "contacts", "campaign", "channel", "tone", "vulnerable", "segment", "loyalty",
}  # fmt: skip


WHO = st.tuples(CUSTOMER, LOUD, st.integers(0, 5000))


class TestOverAllCases:
    """The core, over documents that nobody thought of."""

    @given(ALLEGATIONS, CIRCUMSTANCES, WHO, WHO)
    def test_whoever_it_is_the_findings_and_the_remedies_are_the_same_to_the_byte(
        self,
        allegations: list[dict[str, Any]],
        circumstances: dict[str, Any],
        one: tuple[Any, ...],
        other: tuple[Any, ...],
    ) -> None:
        told = {
            "received_on": "2026-11-02", "allegations": allegations,
            "circumstances": circumstances,
        }  # fmt: skip
        assert _of_document(told, one) == _of_document(told, other)


def _of_document(told: Mapping[str, Any], who: tuple[Any, ...]) -> bytes:
    customer, context, similar = who
    document = {**told, "customer": customer, "context": context, "similar_a_year": similar}
    case = read_case(document, POLICY)
    decision = decide(case, POLICY, NOW)
    return _bytes(record.keep(decision, laws.on(case, decision)))


def _bytes(kept: Mapping[str, Any]) -> bytes:
    """What is found and owed, by the policy and by the law, as a decision keeps it."""
    parts = {name: kept.get(name) for name in ("findings", "entitlement", "law", "outcome")}
    return json.dumps(parts, sort_keys=True).encode()


def _fits(customer: Customer, axis: Decimal | None) -> None:
    """Whether we built it for them: known for certain whatever else the dice gave them."""
    if axis is not None:
        customer.values_what = customer.values_how = customer.mutual_value = axis
        customer.fit_evidence = ["One.", "Two.", "Three.", "Four."]
        customer.save()


class TestOverAllRows:
    """The store's own step, over rows of every model that is related to a customer or a case."""

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        """One point that a person found to be so, and one that the tables find from its facts."""
        case = an_investigated_case(handler)
        facts = {
            "touchpoint": "product", "fault_confirmed": True, "caused_by_customer": False,
            "price_paid": "89.00", "delivery_paid": "0", "days_since_delivery": 12,
            "impact": "low",
        }  # fmt: skip
        an_allegation(
            case, handler, kind=AllegationKind.FAULTY, statement="A shelf is split.", facts=facts
        )
        return case

    def test_not_a_byte_moves_whatever_is_known_of_them(
        self, case: CaseId, handler: Person
    ) -> None:
        before, decisions = self._decided(case, handler), []
        for seed in range(8):
            self._permute(case, handler, Random(seed))
            _fits(Case.objects.get(pk=case).customer, FITS[seed % len(FITS)])
            assert self._decided(case, handler) == before
            decisions.append(Decision.objects.filter(case=case).latest("pk"))
        # The rows did reach the decision: what is beyond the owed moved, and only that.
        assert len({row.stance for row in decisions}) > 1
        assert len({row.goodwill for row in decisions}) > 1
        assert {row.owed for row in decisions} == {decisions[0].owed}

    def test_how_contacts_went_moves_nothing_at_all(self, case: CaseId, handler: Person) -> None:
        """Not goodwill, not the stance, not who may decide: the whole decision is the same."""
        before = record.keep(steps.preview(Case.objects.get(pk=case), NOW)[1])
        row = Case.objects.get(pk=case)
        near: dict[Any, Any] = {Customer: row.customer, Case: row}
        for seed in range(4):
            for model in (Conduct, Restriction, RestrictionLook, Parting, PartingAfter):
                near[model] = a_row(model, near, Random(seed))
        assert record.keep(steps.preview(Case.objects.get(pk=case), NOW)[1]) == before

    def _decided(self, case: CaseId, by: Person) -> bytes:
        row = steps.decide(case, by, NOW)
        found = Finding.objects.filter(allegation__case=case).order_by("pk")
        kept = list(found.values_list("allegation", "result", "because", "by_table"))
        return _bytes(row.record) + json.dumps(kept).encode()

    def _permute(self, case: CaseId, by: Person, random: Random) -> None:
        """Every related row anew, the customer said otherwise, and another complaint of theirs."""
        row = Case.objects.get(pk=case)
        models = around()
        near: dict[Any, Any] = {Customer: row.customer, Case: row, Person: by}
        for kind in (Allegation, Clock, Decision, Event, Letter):
            near[kind] = kind._default_manager.filter(case=row).earliest("pk")
        for model in reversed(models):
            model._default_manager.all().delete()
        for model in models:
            near[model] = a_row(model, near, random)
        assert {type(each) for each in near.values()} >= {*models}
        permuted(row.customer, random)
        if random.random() < 0.5:
            an_open_case(by, subject="The lamp", email=f"{random.random()}@example.org")
            Case.objects.exclude(pk=case).update(customer=row.customer)


def test_what_is_left_out_is_of_the_story_and_is_there_for_a_reason() -> None:
    """A new model is permuted from its fields; only what a case consists of is not."""
    assert not {*around()} & OF_THE_STORY.keys()
    assert {"Conduct", "Restriction", "RestrictionLook", "Parting", "PartingAfter", "WayTried",
            "CauseLook", "Contact", "Order", "Dishonesty"} <= {
        model.__name__ for model in around()}  # fmt: skip


@pytest.mark.parametrize("folder", POLICIES, ids=lambda path: path.name)
class TestOverAllTables:
    """Every policy that we ship: what can reach a finding or a remedy, by the closure of its
    tables."""

    def test_only_what_happened_reaches_what_is_found_and_owed(self, folder: Path) -> None:
        policy = load(folder)
        tables = FOUND_AND_OWED.get(folder.name, {*policy.tables})
        assert tables <= {*policy.tables}, "a table that was renamed would not be looked at"
        found = [each for each in closures(policy) if each.table in tables]
        assert found
        for closure in found:
            assert closure.inputs.keys() <= WHAT_HAPPENED, (closure.table, closure.output)
            named = {word for names in closure.inputs.values() for name in names
                     for word in name.lower().replace("_", ".").split(".")}  # fmt: skip
            assert not named & OF_SOMEBODY, closure.output

    def test_its_promises_are_proved(self, folder: Path) -> None:
        first = [each for each in prove(load(folder)) if "Promise 1" in each.claim.because]
        assert first or folder.name not in FOUND_AND_OWED
        assert {each.verdict for each in first} <= {Verdict.PROVED}

"""Personas, the journey and fit for programs; what is withheld is withheld here too."""

import pytest
from tests import stories
from tests.api.programs import Program, key_of
from tests.api.test_story import good

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Scope
from upheld.steps.contest_fit import note_fit
from upheld.steps.know_customer import know_customer
from upheld.store.models import Case, Customer, Person

STAYER = {"name": "The stayer", "needs": "Furniture for an alcove"}
DOOR = {"name": "Delivery", "stage": "onboarding", "nature": "product"}


@pytest.fixture
def owner(lead: Person) -> Program:
    return Program(key_of(lead, {Scope.READ, Scope.WRITE, Scope.POLICIES}))


def test_a_persona_and_a_touchpoint_are_declared_changed_and_retired(owner: Program) -> None:
    (made,) = good(owner.post("/personas", STAYER))
    assert (made["key"], made["designed_for"], made["retired"]) == ("the_stayer", True, False)
    (read,) = good(owner.get("/personas"))
    daily, version = {**STAYER, "use": "Daily"}, {"If_Match": read["version"]}
    assert owner.put("/personas/the_stayer", daily).status_code == 428
    (changed,) = good(owner.put("/personas/the_stayer", daily, **version))
    late = owner.put("/personas/the_stayer", {**STAYER, "use": "Weekly"}, **version)
    assert (late.status_code, late.json()["since"][0]["use"]) == (412, "Daily")
    assert changed["use"] == "Daily"
    good(owner.put("/personas/the_stayer/retirement", {"retired": True}))
    (door,) = good(owner.post("/touchpoints", {**DOOR, "personas": ["the_stayer"]}))
    assert (door["key"], door["place"], door["personas"]) == ("delivery", 1, ["the_stayer"])
    good(owner.put("/touchpoints/delivery", {**DOOR, "place": 3}, If_Match="*"))
    (door,) = good(owner.put("/touchpoints/delivery/retirement", {"retired": True}))
    assert (door["place"], door["retired"]) == (3, True)
    assert good(owner.get("/personas"))[0]["retired"] is True


def test_a_protected_trait_is_a_problem_with_the_law(owner: Program) -> None:
    answer = owner.post("/personas", {**STAYER, "needs": "What women over 60 need"})
    assert answer.status_code == 422
    assert "Equality Act 2010" in answer.json()["detail"]


def test_a_fit_is_assessed_contested_and_reviewed(owner: Program, handler: Person) -> None:
    who = Customer.objects.create(name="Sally")
    note_fit(who.pk, "Asked for the name of the maker", stories.NOW.date(), handler, stories.NOW)
    place = f"/customers/{who.pk}/fit"
    fit = good(owner.post(place, {}))
    (line,) = fit["lines"]
    assert fit["band"] == "unknown"
    assert line["rows"] == [{"what": "note", "id": who.fit_notes.get().pk}]
    told = {"line": line["line"], "why": "It was her sister.", "by_customer": True}
    alice = Program(key_of(handler, {Scope.READ, Scope.WRITE}))
    (contest,) = good(alice.post(f"{place}/contests", told))["contests"]
    assert contest["stands"] is None
    review = {"stands": True, "found": "She signed it herself."}
    fit = good(owner.put(f"{place}/contests/{contest['id']}", review))
    assert fit["contests"][0]["stands"] is True
    assert len(fit["lines"]) == 1


def test_what_is_nobodys_is_not_there(owner: Program) -> None:
    who = Customer.objects.create(name="Sally")
    review = {"stands": True, "found": "Looked."}
    assert owner.put(f"/customers/{who.pk}/fit/contests/9", review).status_code == 404
    assert owner.get("/customers/999999/fit").status_code == 404


class TestWithheld:
    """Until what they allege is found, who somebody is may colour nothing."""

    @pytest.fixture
    def waiting(self, handler: Person) -> Customer:
        case = Case.objects.get(pk=stories.an_open_case(handler))
        stories.told_about(CaseId(case.pk), "0.1", "0.2", "0.3")
        Customer.objects.update(persona="in_a_hurry")
        told = {"fit_evidence": ["Any shelf would do"]}
        know_customer(case.customer_id, told, handler, stories.NOW)
        note_fit(case.customer_id, "Wants it tomorrow", stories.NOW.date(), handler, stories.NOW)
        return Customer.objects.get()

    def test_by_the_customer_alone_and_in_a_list(self, owner: Program, waiting: Customer) -> None:
        alone = good(owner.get(f"/customers/{waiting.pk}"))
        (listed,) = good(owner.get("/customers"))["items"]
        for told in (alone, listed):
            assert told["fit_withheld"] is True
            assert (told["values_what"], told["fit_evidence"]) == (None, [])
            assert told["persona"] == ""

    def test_by_the_fit_itself(self, owner: Program, waiting: Customer) -> None:
        told = good(owner.get(f"/customers/{waiting.pk}/fit"))
        assert (told["withheld"], told["band"], told["lines"]) == (True, None, [])

    @pytest.mark.pain("28")
    def test_by_the_record(self, owner: Program, waiting: Customer) -> None:
        kinds = (EventKind.CUSTOMER_KNOWN, EventKind.FIT_NOTED, EventKind.FIT_ASSESSED)
        for kind in kinds:
            (*_, told) = good(owner.get(f"/events?kind={kind}"))["items"]
            assert told["data"]["withheld"] is True
            assert "shelf" not in str(told["data"])
            assert "tomorrow" not in str(told["data"])

    def test_by_the_outlook(self, owner: Program, waiting: Customer, handler: Person) -> None:
        case = Case.objects.get()
        stories.an_allegation(CaseId(case.pk), handler)
        told = good(owner.get(f"/cases/{case.reference}/outlook"))["decision"]
        assert told["fit"] is told["goodwill"] is told["stance"] is None
        assert "fit" not in {ruling["table"] for ruling in told["trace"]}

    def test_by_an_outlook_and_a_decision_while_another_case_waits(
        self, owner: Program, waiting: Customer, handler: Person
    ) -> None:
        other = Case.objects.get(pk=stories.a_decided_case(handler))
        assert other.customer == waiting
        place = f"/cases/{other.reference}"
        decision = f"{place}/decisions/{stories.the_decision(CaseId(other.pk))}"
        kept = good(owner.get(decision))
        assert not {"fit", "fit_evidence"} & set(kept["document"]["customer"])
        for told in (good(owner.get(f"{place}/outlook"))["decision"], kept["decision"]):
            assert (told["fit"], told["stance"]) == (None, "make_right")
            assert "fit" not in {ruling["table"] for ruling in told["trace"]}
            assert not [n for r in told["trace"] for n in r["read"] if n.startswith("fit.")]
        why = good(owner.get(f"{decision}/explanation"))["asked"]
        assert "goodwill" in {table["table"] for table in why}
        assert "fit" not in {table["table"] for table in why}
        case = Case.objects.exclude(pk=other.pk).get()
        stories.a_finding(CaseId(case.pk), stories.an_allegation(CaseId(case.pk), handler), handler)
        kept = good(owner.get(decision))
        assert kept["decision"]["fit"]["band"] == "unknown"
        assert "fit_evidence" in kept["document"]["customer"]

    def test_once_it_is_found_it_is_told(
        self, owner: Program, waiting: Customer, handler: Person
    ) -> None:
        case = Case.objects.get()
        stories.a_finding(CaseId(case.pk), stories.an_allegation(CaseId(case.pk), handler), handler)
        told = good(owner.get(f"/customers/{waiting.pk}"))
        assert (told["fit_withheld"], told["values_what"]) == (False, "0.10")
        outlook = good(owner.get(f"/cases/{case.reference}/outlook"))["decision"]
        assert outlook["fit"]["band"] == "unknown"

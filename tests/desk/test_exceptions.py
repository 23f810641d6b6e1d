"""Exceptions on the desk: priced before they are granted, listed, ruled upon, within budgets."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.stories import NOW, a_received_case, the_decision

from upheld.core.deviations import DeviationState
from upheld.core.words import CaseId
from upheld.steps.deviate import Wanted, deviate
from upheld.store.models import Budget, Decision, Deviation, Person, PolicyDraft, Team

UNTIL = (NOW + timedelta(days=30)).date()
SITUATION = "late/substantiated/unknown/medium"


@pytest.fixture
def decided(handler: Person) -> CaseId:
    return stories.a_decided_case(handler)


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def granting(case: CaseId, **told: str) -> dict[str, str]:
    given = {"kind": "voucher", "amount": "10", "words": "", "decision": str(the_decision(case))}
    given |= {"reason": "It was her birthday.", "expires_on": UNTIL.isoformat()}
    return {**given, "over_budget": "", **told}


def given(by: Person, count: int = 1) -> list[Deviation]:
    """Exceptions that were granted, each on a case of its own."""
    made = []
    for _ in range(count):
        case = stories.a_decided_case(by)
        row = deviate(
            case, the_decision(case),
            Wanted("term_waived", None, "We take it back late.", "She was ill.", UNTIL),
            "", by, NOW,
        )  # fmt: skip
        made.append(row)
    return made


class TestOnTheCase:
    def test_what_it_costs_and_may_do_stands_before_the_button(
        self, alice: Client, decided: CaseId
    ) -> None:
        page = text(alice.get(f"{page_of(decided)}exception/?kind=voucher&amount=10&words="))
        told = page.index("Nobody can tell what a year costs")
        assert "0 to 35 more in a hundred stay" in page
        assert "by other people's figures and not by ours" in page
        assert "A prior: TARP (Goodman), fastcompany.com/663494; Halperin" in page
        assert "It waits for a lead." in page
        assert told < page.index("Ask for it")
        assert not Deviation.objects.exists()

    def test_once_the_answer_has_left_no_form_is_shown(
        self, alice: Client, handler: Person
    ) -> None:
        case = stories.a_closed_case(handler)
        response = alice.get(f"{page_of(case)}exception/")
        assert "open the case again to decide anew" in text(response)
        assert 'name="kind"' not in response.content.decode()

    def test_a_handler_asks_and_a_lead_approves(
        self, alice: Client, lena: Client, decided: CaseId
    ) -> None:
        follows = done(alice, f"{page_of(decided)}exception/", granting(decided))
        page = text(alice.get(follows))
        assert "It is asked for, and waits for approval." in page
        assert "A voucher of £10.00 Waits for approval" in page
        row = Deviation.objects.get()
        address = f"{page_of(decided)}exceptions/{row.pk}/approval/"
        refused(alice, address, {"over_budget": ""}, 403)
        page = text(lena.get(done(lena, address, {"over_budget": ""})))
        assert "Exception granted: voucher £10.00" in page
        assert "Granted by Lena Brandt" in page

    def test_the_answer_waits_and_the_page_says_for_what(
        self, alice: Client, lena: Client, decided: CaseId
    ) -> None:
        done(alice, f"{page_of(decided)}exception/", granting(decided))
        assert "Next An exception waits for approval" in text(alice.get(page_of(decided)))
        assert "Next Approve the exception" in text(lena.get(page_of(decided)))

    def test_the_customer_page_lists_it(self, lena: Client, decided: CaseId) -> None:
        done(lena, f"{page_of(decided)}exception/", granting(decided))
        customer = Deviation.objects.get().customer_id
        page = text(lena.get(f"/customers/{customer}/"))
        assert "A voucher of £10.00 Granted" in page

    def test_it_is_taken_back_with_a_reason(self, lena: Client, decided: CaseId) -> None:
        done(lena, f"{page_of(decided)}exception/", granting(decided))
        address = f"{page_of(decided)}exceptions/{Deviation.objects.get().pk}/end/"
        refused(lena, address, {"why": ""}, 422)
        assert "A slip." in text(lena.get(done(lena, address, {"why": "A slip."})))

    @pytest.mark.parametrize("told", [{"reason": ""}, {"expires_on": ""}, {"amount": "much"}])
    def test_it_asks_for_what_is_missing(
        self, told: dict[str, str], lena: Client, decided: CaseId
    ) -> None:
        page = refused(lena, f"{page_of(decided)}exception/", granting(decided, **told), 422)
        assert "One thing needs your attention" in page

    def test_bob_gets_none_and_the_page_says_why_and_the_price(
        self, alice: Client, handler: Person
    ) -> None:
        bob = stories.an_investigated_case(handler, name="Bob Mercer", email="bob@example.net")
        stories.told_about(bob, "0.1", "0.1", "0.2")
        done(alice, f"{page_of(bob)}decision/", {})
        assert "What it would cost to give one to everybody like this" in text(
            alice.get(page_of(bob))
        )
        page = text(alice.get(f"{page_of(bob)}exception/?kind=voucher&amount=25&words="))
        assert "late, substantiated, outside, medium impact" in page
        assert "an exception here could not be repeated for everybody" in page
        assert "Grant it" not in page

    def test_who_looks_on_sees_no_way_to_grant(
        self, signed_in: SignIn, auditor: Person, decided: CaseId
    ) -> None:
        client = signed_in(auditor)
        page = text(client.get(f"{page_of(decided)}exception/?kind=voucher&amount=5&words="))
        assert "Grant it" not in page
        refused(client, f"{page_of(decided)}exception/", granting(decided), 403)


class TestTheLedger:
    def test_lists_filters_and_counts(self, lena: Client, lead: Person) -> None:
        given(lead, 2)
        page = text(lena.get("/exceptions/"))
        assert "2 exceptions for 1 customer" in page
        assert "She was ill." in page
        assert "No exception is like that." in text(lena.get("/exceptions/?band=outside"))
        assert "She was ill." in text(lena.get(f"/exceptions/?situation={SITUATION}"))

    def test_tells_no_sum_of_more_than_can_be_turned_to(
        self, lena: Client, lead: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("upheld.desk.paging.MOST", 1)
        given(lead, 2)
        page = text(lena.get("/exceptions/"))
        assert "the newest 1 of more. How much it was is told of fewer than that." in page

    def test_tells_no_band_and_no_persona_while_a_complaint_of_theirs_waits(
        self, lena: Client, lead: Person
    ) -> None:
        given(lead)
        Deviation.objects.update(band="adjacent", persona="the_stayer")
        assert "adjacent" in text(lena.get("/exceptions/?band=adjacent&persona=the_stayer"))
        a_received_case(lead)
        page = text(lena.get("/exceptions/"))
        assert "She was ill." in page
        assert "fit withheld" in page
        assert "The stayer, adjacent" not in page
        file = b"".join(lena.get("/exceptions/exceptions.csv")).decode()
        [row] = csv.DictReader(file.splitlines())
        assert (row["band"], row["persona"]) == ("withheld", "withheld")
        for asked in ("band=adjacent", "persona=the_stayer"):
            assert "She was ill." not in text(lena.get(f"/exceptions/?{asked}"))

    def test_is_taken_away_as_a_file_that_no_spreadsheet_runs(
        self, lena: Client, lead: Person
    ) -> None:
        given(lead)
        Deviation.objects.update(reason="=1+1")
        lines = b"".join(lena.get("/exceptions/exceptions.csv")).decode().splitlines()
        [row] = csv.DictReader(lines)
        assert (row["kind"], row["reason"], row["granted_by"]) == (
            "term_waived", "'=1+1", "Lena Brandt",
        )  # fmt: skip

    def test_runs_few_statements(
        self,
        lena: Client,
        lead: Person,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        cases = [row.case_id for row in given(lead, 3)]
        for place in ("", "repeats/", "customers/", "afterwards/"):
            with django_assert_max_num_queries(10):
                lena.get(f"/exceptions/{place}")
        with django_assert_max_num_queries(15):
            lena.get(page_of(CaseId(cases[0])))

    def test_says_that_it_cannot_tell_of_few(self, lena: Client, lead: Person) -> None:
        given(lead, 2)
        assert "Nobody lives on exceptions" in text(lena.get("/exceptions/customers/"))
        page = text(lena.get("/exceptions/afterwards/"))
        assert "Cannot tell: there are fewer than ten customers in one of the two groups." in page
        assert "nan" not in page.lower().split()


class TestWhatRepeats:
    @pytest.fixture
    def three(self, lead: Person) -> list[Deviation]:
        rows = given(lead, 3)
        Deviation.objects.update(kind="voucher", amount=Decimal(20), told_at=NOW)
        return rows

    def test_asks_to_become_policy_or_to_stop(self, lena: Client, three: list[Deviation]) -> None:
        page = text(lena.get("/exceptions/repeats/"))
        assert "1 situation asks to become policy or to stop" in page
        assert "Granted 3 times to 1 customer Of all in it 3 of 3" in page
        assert "Gave £60.00, £20.00 each" in page

    def test_is_stopped_with_a_reason_that_the_next_reads(
        self, lena: Client, three: list[Deviation]
    ) -> None:
        told = {"situation": SITUATION, "why": ""}
        refused(lena, "/exceptions/repeats/stop/", told, 422)
        done(lena, "/exceptions/repeats/stop/", {**told, "why": "The voucher is enough."})
        assert "Stopped: The voucher is enough." in text(lena.get("/exceptions/repeats/"))
        case = CaseId(three[0].case_id)
        page = refused(lena, f"{page_of(case)}exception/", granting(case), 422)
        assert "were stopped by Lena Brandt (The voucher is enough.): say why" in page
        done(lena, f"{page_of(case)}exception/", granting(case, over_budget="Twins."))

    def test_becomes_a_draft_with_a_proposed_rule(
        self, lena: Client, three: list[Deviation]
    ) -> None:
        told = {"situation": SITUATION, "why": "", "valid_from": "2026-11-03"}
        refused(lena, "/exceptions/repeats/rule/", {**told, "valid_from": "2026-11-01"}, 422)
        page = text(lena.get(done(lena, "/exceptions/repeats/rule/", told)))
        assert "was-exception-late-unknown" in page
        table = PolicyDraft.objects.get().files["goodwill.csv"].splitlines()
        assert table[1].startswith("was-exception-late-unknown,make_right,upheld,unknown,-,> 0,-,-")
        assert ",voucher,20," in table[1]
        states = set(Deviation.objects.values_list("state", flat=True))
        assert states == {DeviationState.BECAME_POLICY}
        assert "A draft of a rule" in text(lena.get("/exceptions/repeats/"))

    def test_is_not_for_a_handler_to_rule(self, alice: Client, three: list[Deviation]) -> None:
        assert "Stop these" not in text(alice.get("/exceptions/repeats/"))
        told = {"situation": SITUATION, "why": "No."}
        refused(alice, "/exceptions/repeats/stop/", told, 403)


def a_team_with_a_budget(name: str, first: date) -> None:
    Budget.objects.create(
        team=Team.objects.create(name=name), period="month", first_on=first,
        last_on=first.replace(day=28), amount=Decimal(20), currency="GBP", at=NOW, by="Lena",
    )  # fmt: skip


class TestBudgets:
    @pytest.mark.parametrize("currency", ["???", "G1P", "£"])
    def test_a_budget_is_in_a_currency_as_a_decision_has_it(
        self, lena: Client, currency: str
    ) -> None:
        """One in signs would limit nothing, and stand there for good."""
        team = Team.objects.create(name="Retail")
        budget = {"team": str(team.pk), "period": "month", "day": "2026-11-02", "amount": "20"}
        refused(lena, "/exceptions/budgets/set/", {**budget, "currency": currency}, 422)
        assert not Budget.objects.exists()
        done(lena, "/exceptions/budgets/set/", {**budget, "currency": "gbp"})
        assert Budget.objects.get().currency == "GBP"

    @pytest.mark.parametrize(
        ("amount", "currency", "why"),
        [("100.50", "JPY", "finer than the smallest coin of JPY"),
         ("100", "KWD", "KWD has 3 decimals")],
    )  # fmt: skip
    def test_a_budget_is_an_amount_that_its_currency_has(
        self, lena: Client, amount: str, currency: str, why: str
    ) -> None:
        team = Team.objects.create(name="Returns")
        budget = {"team": str(team.pk), "period": "month", "day": "2026-11-02"}
        told = {**budget, "amount": amount, "currency": currency}
        assert why in refused(lena, "/exceptions/budgets/set/", told, 422)
        assert not Budget.objects.exists()

    def test_a_lead_keeps_teams_and_budgets(
        self, lena: Client, alice: Client, handler: Person
    ) -> None:
        done(lena, "/exceptions/teams/", {"name": "Customer care"})
        team = Team.objects.get()
        told = {"person": str(handler.pk), "team": str(team.pk)}
        done(lena, "/exceptions/teams/people/", told)
        budget = {"team": str(team.pk), "period": "month", "day": "2026-11-02", "amount": "20"}
        done(lena, "/exceptions/budgets/set/", {**budget, "currency": "GBP"})
        row = Decision.objects.get(case=stories.a_decided_case(_again(handler)))
        page = text(lena.get("/exceptions/budgets/"))
        assert "Customer care Sun 1 Nov 2026 to Mon 30 Nov 2026 £20.00 £0.00 £0.00 £20.00" in page
        case = text(alice.get(page_of(CaseId(row.case_id))))
        assert "Needs a lead. Its goodwill goes over a limit or a budget." in case
        address = f"{page_of(CaseId(row.case_id))}approval/"
        refused(lena, address, {"decision": str(row.pk)}, 422)
        done(lena, address, {"decision": str(row.pk), "over_budget": "Alike."})
        rows = text(lena.get(f"/exceptions/budgets/{Budget.objects.get().pk}/"))
        assert "Goodwill Alike. not yet £25.00" in rows

    def test_more_budgets_ask_no_more_statements(
        self, lena: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        address, first = "/exceptions/budgets/", NOW.date().replace(day=1)
        a_team_with_a_budget("Care 0", first)
        with django_assert_max_num_queries(14) as of_one:
            lena.get(address)
        for month in range(1, 12):
            a_team_with_a_budget(f"Care {month}", first.replace(month=month))
        with django_assert_max_num_queries(len(of_one)):
            assert text(lena.get(address)).count("£20.00 £0.00 £0.00 £20.00") == 12

    @pytest.mark.parametrize("told", [{"amount": "-1"}, {"amount": ""}, {"currency": "pounds"}])
    def test_what_is_no_budget_comes_back(self, told: dict[str, str], lena: Client) -> None:
        team = Team.objects.create(name="Care")
        budget = {"team": str(team.pk), "period": "month", "day": "2026-11-02", "amount": "20"}
        refused(lena, "/exceptions/budgets/set/", {**budget, "currency": "GBP", **told}, 422)

    def test_a_handler_keeps_none(self, alice: Client) -> None:
        assert "Set a budget" not in text(alice.get("/exceptions/budgets/"))
        refused(alice, "/exceptions/teams/", {"name": "Mine"}, 403)


def _again(person: Person) -> Person:
    person.refresh_from_db()
    return person

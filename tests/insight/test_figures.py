"""What is worked out of very many rows: by a job, for whoever sees what is in it, and told as of
when."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from pytest_django import Settings
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import text
from tests.insight.test_journey import an_order
from tests.insight.test_profit import contacts
from tests.insight.test_silence import journeyed
from tests.stories import NOW, a_decided_case, an_open_case, the_decision

from upheld.core.changes import About
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Role
from upheld.insight import figures as insight_figures
from upheld.insight.exceptions import living, repeats
from upheld.insight.exceptions.kept import LIVING, repeats_kept
from upheld.insight.fair import fairness
from upheld.insight.fair.kept import fairness_kept
from upheld.insight.fair.told import fairness_data
from upheld.insight.figures import NotYet
from upheld.insight.journey import journey
from upheld.insight.journey.kept import journey_kept
from upheld.insight.journey.members import MEMBERS
from upheld.insight.profit import failure, whale
from upheld.insight.profit.curve import curve_of
from upheld.insight.profit.kept import failure_kept, scope, whale_kept
from upheld.insight.sources import sources
from upheld.insight.sources.kept import SOURCES, sources_kept
from upheld.insight.team import team
from upheld.insight.team.kept import last_year, team_kept
from upheld.insight.team.praise import in_words
from upheld.insight.voices import VOICES
from upheld.insight.worth import WORTH, counted
from upheld.jobs import figuring
from upheld.steps.assign import assign
from upheld.steps.keep_root_causes import open_root_cause
from upheld.steps.merge import merge, undo_merge
from upheld.steps.rule_deviations import stop
from upheld.store import figures, policies, voices
from upheld.store import models as rows
from upheld.store.brought import By
from upheld.store.counted import case_days
from upheld.store.counted.gathered import Gathered
from upheld.store.policy_files.costs_file import rates
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen

__all__ = ["journeyed", "signed_in"]
pytestmark = pytest.mark.django_db
SITUATION = "late/substantiated/outside/low"
LATER = NOW + timedelta(minutes=2)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A firm with more orders than are read while somebody waits."""
    monkeypatch.setattr(insight_figures, "FEW", 0)


def an_exception(by: rows.Person, came_by: str = "") -> rows.Case:
    """Of a customer whom this brought, and nobody else."""
    name = came_by or "Sally"
    email = f"{name.lower()}@example.org"
    case = rows.Case.objects.get(pk=a_decided_case(by, name=name, email=email))
    rows.Customer.objects.filter(pk=case.customer_id).update(came_by=came_by)
    an_order(case.customer)
    rows.Deviation.objects.create(
        customer=case.customer, case=case, decision_id=the_decision(CaseId(case.pk)),
        kind="voucher", amount="5.10", currency="GBP", situation=SITUATION, band="outside",
        reason="She was ill.",
        state="granted", expires_on=NOW.date(), at=NOW, by="Alice Moore", granted_at=NOW,
        approved_by="Alice Moore",
    )  # fmt: skip
    return case


def names(found: Any) -> set[str]:
    return {each.row.key for each in found.needed().rows}


class TestTheJob:
    def test_what_it_keeps_is_what_a_page_would_have_worked_out(
        self, lead: rows.Person, journeyed: rows.Person, large: None
    ) -> None:
        an_exception(lead, "advert")
        figuring.sweep(NOW)
        assert repeats_kept(NOW).told == repeats(NOW)[:200]
        assert LIVING.worked(NOW).told == living()
        assert journey_kept(NOW).told == journey(NOW)
        assert sources_kept(By.SOURCE, NOW, False).told == sources(By.SOURCE, NOW)
        year = scope("year", NOW)
        assert whale_kept("year", NOW).told == curve_of(whale(rates(), year))
        assert failure_kept("year", NOW).told == failure(rates(), year)
        assert team_kept(None, NOW).told == team(*case_days.moments(*last_year(NOW)), NOW)
        fair = fairness_kept(None, None, NOW).needed()
        assert fairness_data(fair) == fairness_data(fairness(None, NOW, NOW))
        assert VOICES.worked(NOW).told == voices.means()
        assert WORTH.worked(NOW).told == counted(NOW)
        assert MEMBERS.worked(NOW).told == MEMBERS.work(NOW)
        kept = {row.kind for row in rows.KeptFigures.objects.exclude(at=None)}
        assert kept == {figure.kind for figure, _ in figuring._FIRST}

    def test_it_works_out_what_is_asked_for_and_no_more_once_nobody_asks(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        figuring.sweep(NOW)
        assert sources_kept(By.CAMPAIGN, NOW, False).told is None
        assert figuring.sweep(NOW) == 1
        assert sources_kept(By.CAMPAIGN, NOW, False).told
        later = NOW + timedelta(days=15)
        with time_machine.travel(later, tick=False):
            figuring.sweep(later)
        asked = rows.KeptFigures.objects.filter(kind="sources").values_list("asked", flat=True)
        assert list(asked) == ['{"by": "source", "costs": false}']

    def test_it_goes_on_when_the_record_did_and_at_latest_the_next_day(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        every = figuring.sweep(NOW)
        assert figuring.sweep(LATER) == 0
        an_exception(lead)
        assert figuring.sweep(NOW) == 0
        follow = sum(figure.follows for figure, _ in figuring._FIRST)
        assert 0 < figuring.sweep(LATER) == follow < every
        assert figuring.sweep(TOMORROW) == every

    def test_what_took_long_is_left_alone_for_longer(self, lead: rows.Person, large: None) -> None:
        an_exception(lead)
        figuring.sweep(NOW)
        rows.KeptFigures.objects.update(took=60.0)
        an_exception(lead)
        assert figuring.sweep(NOW + timedelta(minutes=99)) == 0
        assert figuring.sweep(NOW + timedelta(minutes=101)) > 0

    def test_one_that_cannot_be_worked_out_keeps_no_other_from_it(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        figures.ask(SOURCES.which({"by": "nothing such", "costs": False}), NOW.date())
        with pytest.raises(ExceptionGroup):
            figuring.sweep(NOW)
        assert rows.KeptFigures.objects.filter(at=None).count() == 1
        assert rows.KeptFigures.objects.exclude(at=None).count() == len(figuring._FIRST)

    def test_where_no_costs_are_declared_what_rests_on_them_is_no_trouble(
        self, lead: rows.Person, large: None, settings: Settings, tmp_path: Path
    ) -> None:
        an_exception(lead)
        settings.POLICIES = shutil.copytree(settings.POLICIES, tmp_path / "policies")
        (policies.folder() / "costs.yaml").unlink()
        figuring.sweep(NOW)
        waiting = rows.KeptFigures.objects.filter(at=None).values_list("kind", flat=True)
        assert set(waiting) == {"whale", "failure"}

    def test_an_address_that_is_made_up_again_and_again_fills_no_store(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        for number in range(figures._MOST + 5):
            figures.ask(SOURCES.which({"by": str(number), "costs": False}), NOW.date())
        assert rows.KeptFigures.objects.count() == figures._MOST
        assert journey_kept(NOW, "nobody_such").told is None
        assert rows.KeptFigures.objects.count() == figures._MOST


class TestAPage:
    def test_a_small_firm_sees_what_was_just_done(self, lead: rows.Person) -> None:
        an_exception(lead)
        figuring.sweep(NOW)
        an_exception(lead)
        assert [each.times for each in repeats_kept(NOW).needed()] == [2]

    def test_a_large_one_sees_what_was_worked_out_last_and_when(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        with pytest.raises(NotYet):
            repeats_kept(NOW).needed()
        figuring.sweep(NOW)
        an_exception(lead)
        worked = repeats_kept(LATER)
        assert (worked.at, [each.times for each in worked.needed()]) == (NOW, [1])
        figuring.sweep(LATER)
        worked = repeats_kept(LATER)
        assert (worked.at, [each.times for each in worked.needed()]) == (LATER, [2])

    def test_who_has_ruled_sees_it_at_once(self, lead: rows.Person, large: None) -> None:
        for _ in range(3):
            an_exception(lead)
        figuring.sweep(NOW)
        assert [each.asks for each in repeats_kept(LATER).needed()] == [True]
        stop(SITUATION, "It is enough.", lead, LATER)
        (told,) = repeats_kept(LATER).needed()
        assert told.ruling
        assert (told.asks, told.ruling.why) == (False, "It is enough.")

    def test_praise_is_told_in_the_words_that_stand_there_now(
        self, lead: rows.Person, large: None
    ) -> None:
        """What somebody wrote is no figure: it is erased where it was written, and not kept."""
        case = an_exception(lead)
        said = {"case": case, "at": NOW - timedelta(hours=1), "by": "Sally", "accepted": True}
        rows.Acceptance.objects.create(**said, words="You were so kind to Quilla.")
        figuring.sweep(NOW)
        (praise,) = team_kept(None, LATER).needed().praise_of(None)
        assert [each.words for each in in_words([praise])] == ["You were so kind to Quilla."]
        kept = rows.KeptFigures.objects.values_list("told", flat=True)
        assert "Quilla" not in json.dumps(list(kept))
        rows.Acceptance.objects.update(words="")
        assert in_words([praise]) == []

    def test_nobody_is_named_whose_complaint_came_since_and_waits_for_a_finding(
        self, lead: rows.Person, signed_in: SignIn, large: None
    ) -> None:
        case = an_exception(lead)
        contacts(case.customer, 99, "customer")
        figuring.sweep(NOW)
        asked = "/insight/whale/?only=costly"
        assert f"{case.customer} 1 " in text(signed_in(lead).get(asked))
        email = case.customer.email
        an_open_case(lead, NOW, name=str(case.customer), email=email)
        assert f"{case.customer} 1 " not in text(signed_in(lead).get(asked))

    def test_a_root_cause_that_was_opened_since_says_that_its_cost_is_not_known_yet(
        self, lead: rows.Person, signed_in: SignIn, large: None
    ) -> None:
        case = an_exception(lead)
        by = (Gathered(About.CASE, str(case.pk)),)
        lena = signed_in(lead)
        figuring.sweep(NOW)
        cause = open_root_cause("The van is full", lead.pk, by, lead, NOW)
        assert "It is being worked out" in text(lena.get(f"/root-causes/{cause}/"))
        figuring.sweep(LATER)
        assert "1 complaint and" in text(lena.get(f"/root-causes/{cause}/"))

    def test_what_serving_costs_is_kept_apart_from_what_everybody_reads(
        self, lead: rows.Person, large: None
    ) -> None:
        an_exception(lead)
        sources_kept(By.SOURCE, NOW, True)
        figuring.sweep(NOW)
        asked = rows.KeptFigures.objects.filter(kind="sources").values_list("asked", flat=True)
        assert len(set(asked)) == 2


@pytest.mark.parametrize("kind", ["merged", "customers_merged", "import_undone", "erased"])
def test_what_was_counted_of_two_who_are_one_is_counted_anew_the_same_day(
    kind: str, lead: rows.Person
) -> None:
    """Also where the figures are otherwise those of the day."""
    an_exception(lead)
    figuring.sweep(NOW)
    asked = rows.KeptFigures.objects.get(kind="hurt")
    with transaction.atomic():
        events.append(Act(None, EventKind.ASSIGNED, "A", NOW, {}))
    figuring.sweep(LATER)
    again = rows.KeptFigures.objects.get(kind="hurt")
    assert again.at == asked.at
    with transaction.atomic():
        events.append(Act(None, EventKind(kind), "A", NOW, {}))
    figuring.sweep(NOW + timedelta(hours=1))
    assert rows.KeptFigures.objects.get(kind="hurt").at == NOW + timedelta(hours=1)


@pytest.mark.usefixtures("large")
class TestWhoMaySee:
    """A figure is worked out for each audience, of what they may see."""

    @pytest.fixture
    def vera(self) -> rows.Person:
        return self.of_a_private_team("Vera Holm", "secret")

    def of_a_private_team(self, name: str, came_by: str) -> rows.Person:
        """With a case of a customer who came by what nobody else came by."""
        team = rows.Team.objects.create(name=f"{name}'s", private=True)
        make = rows.Person.objects.create_person
        one = make(f"{came_by}@example.com", name, Role.HANDLER, "x" * 12)
        rows.Person.objects.filter(pk=one.pk).update(team=team)
        case = an_exception(one, came_by)
        rows.Case.objects.filter(pk=case.pk).update(owner=one)
        return rows.Person.objects.get(pk=one.pk)

    def told(self, by: rows.Person, now: Any = NOW) -> set[str] | None:
        with seen.looking(by):
            worked = sources_kept(By.SOURCE, now, False)
            return None if worked.told is None else names(worked)

    def test_each_is_told_of_what_they_see(
        self, lead: rows.Person, auditor: rows.Person, vera: rows.Person
    ) -> None:
        an_exception(lead, "advert")
        self.of_a_private_team("Otto Reed", "other")
        figuring.sweep(NOW)
        assert self.told(auditor) == {"advert", "secret", "other"}
        assert self.told(lead) is self.told(vera) is None
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert"}
        assert self.told(vera) == {"advert", "secret"}

    def test_what_is_hidden_since_is_told_no_more(
        self, lead: rows.Person, handler: rows.Person, vera: rows.Person
    ) -> None:
        """The case is given to a private team: what was worked out before tells of it."""
        an_exception(lead, "advert")
        case = an_exception(handler, "letter")
        self.told(lead)
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert", "letter"}
        assign(CaseId(case.pk), vera, lead, NOW)
        assert self.told(lead) is None
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert"}

    @pytest.mark.parametrize("way", ["goes into", "takes in"])
    def test_a_case_that_is_merged_with_a_hidden_one_is_told_no_more(
        self, way: str, lead: rows.Person, administrator: rows.Person, vera: rows.Person
    ) -> None:
        an_exception(lead, "advert")
        case = an_exception(lead, "letter")
        self.told(lead)
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert", "letter"}
        hidden = rows.Case.objects.get(owner=vera)
        one, into = (case, hidden) if way == "goes into" else (hidden, case)
        row = merge(CaseId(one.pk), CaseId(into.pk), "One.", administrator, NOW, sure=True)
        assert self.told(lead) is None
        figuring.sweep(NOW)
        assert self.told(lead) is not None
        undo_merge(CaseId(into.pk), row.pk, administrator, NOW)
        assert self.told(lead) is None

    def test_a_case_that_is_taken_back_may_hide_its_customer(
        self, lead: rows.Person, vera: rows.Person
    ) -> None:
        case = an_exception(lead, "letter")
        self.told(lead)
        figuring.sweep(NOW)
        assert self.told(lead) == {"letter"}
        with transaction.atomic():
            events.append(Act(case.pk, EventKind.TAKEN_BACK, "A", NOW, {}))
        assert self.told(lead) is None

    def test_a_team_that_becomes_private_makes_another_audience(
        self, lead: rows.Person, handler: rows.Person
    ) -> None:
        team = rows.Team.objects.create(name="Board matters")
        rows.Person.objects.filter(pk=handler.pk).update(team=team)
        an_exception(lead, "advert")
        case = an_exception(handler, "secret")
        rows.Case.objects.filter(pk=case.pk).update(owner=handler)
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert", "secret"}
        rows.Team.objects.update(private=True)
        assert self.told(lead) is None
        figuring.sweep(NOW)
        assert self.told(lead) == {"advert"}
        rows.Team.objects.update(private=False)
        figuring.sweep(NOW)
        assert set(rows.KeptFigures.objects.values_list("audience", flat=True)) == {""}

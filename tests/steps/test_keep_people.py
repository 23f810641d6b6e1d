"""Who works here: nobody raises themselves, the last administrator stays, and links open once."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from tests.stories import NOW, a_decided_case, the_decision

from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.words import Role, Scope
from upheld.steps import address_calendar, answer, keep_keys, keep_people, may
from upheld.steps.decide import approve, decide
from upheld.steps.keep_people import InvitationEnded, PeopleError
from upheld.steps.set_limit import set_limit
from upheld.store import keys, load
from upheld.store.models import Event, Invitation, Person, StaffNotice
from upheld.store.record import events

GOOD = "seven blue herons at noon"


@pytest.fixture
def another(db: None) -> Person:
    return Person.objects.create_person("zoe@example.org", "Zoe Hall", Role.ADMINISTRATOR, GOOD)


class TestInvited:
    def test_a_link_opens_once_and_for_a_week(self, administrator: Person) -> None:
        told = keep_people.invite(
            "Ada@Example.org", " Ada  Byron ", Role.HANDLER, administrator, NOW
        )
        assert (told.person.email, told.person.name) == ("ada@example.org", "Ada Byron")
        assert not told.person.has_usable_password()
        with pytest.raises(InvitationEnded):
            keep_people.accept(told.secret, GOOD, NOW + timedelta(days=7))
        with pytest.raises(ValidationError):
            keep_people.accept(told.secret, "password", NOW)
        keep_people.accept(told.secret, GOOD, NOW)
        told.person.refresh_from_db()
        assert told.person.check_password(GOOD)
        with pytest.raises(InvitationEnded):
            keep_people.accept(told.secret, GOOD, NOW)

    def test_its_secret_is_long_and_is_kept_nowhere(self, administrator: Person) -> None:
        told = keep_people.invite("ada@example.org", "Ada", Role.HANDLER, administrator, NOW)
        assert re.fullmatch(r"[\w-]{43}", told.secret)
        kept = [*Invitation.objects.values(), *Event.objects.values()]
        assert not any(told.secret in str(row) for row in kept)

    def test_another_link_ends_the_one_before(self, administrator: Person) -> None:
        first = keep_people.invite("ada@example.org", "Ada", Role.HANDLER, administrator, NOW)
        second = keep_people.invite_again(first.person.pk, administrator, NOW)
        with pytest.raises(InvitationEnded):
            keep_people.invited(first.secret, NOW)
        assert keep_people.invited(second.secret, NOW).person == first.person

    def test_it_ends_when_they_leave(self, administrator: Person) -> None:
        told = keep_people.invite("ada@example.org", "Ada", Role.HANDLER, administrator, NOW)
        keep_people.let_go(told.person.pk, administrator, NOW)
        with pytest.raises(InvitationEnded):
            keep_people.invited(told.secret, NOW)

    def test_it_opens_no_other_role_than_it_was_made_for(self, administrator: Person) -> None:
        told = keep_people.invite("ada@example.org", "Ada", Role.HANDLER, administrator, NOW)
        given = keep_people.give_role(told.person.pk, Role.ADMINISTRATOR, administrator, NOW)
        assert given.link_ended
        with pytest.raises(InvitationEnded):
            keep_people.accept(told.secret, GOOD, NOW)
        again = keep_people.invite_again(told.person.pk, administrator, NOW)
        keep_people.accept(again.secret, GOOD, NOW)
        given = keep_people.give_role(told.person.pk, Role.LEAD, administrator, NOW)
        assert not given.link_ended

    def test_whoever_comes_back_makes_keys_and_addresses_anew(
        self, administrator: Person, handler: Person
    ) -> None:
        """What lay about while they were away, nobody may pick up."""
        _, secret = keep_keys.make_key(handler, "mine", [Scope.READ], None, administrator, NOW)
        token = address_calendar.address_calendar(handler, NOW)
        assert keys.found(secret, NOW)
        assert address_calendar.whose(token)
        keep_people.let_go(handler.pk, administrator, NOW)
        keep_people.take_back(handler.pk, administrator, NOW)
        assert keys.found(secret, NOW) is None
        assert address_calendar.whose(token) is None
        assert Event.objects.filter(kind=EventKind.KEY_REVOKED, by=administrator.name).exists()

    @pytest.mark.parametrize(("email", "name"), [("ada", "Ada"), ("a@example.org", " "), ("", "A")])
    def test_what_nobody_could_use_is_refused(
        self, email: str, name: str, administrator: Person
    ) -> None:
        with pytest.raises(PeopleError):
            keep_people.invite(email, name, Role.HANDLER, administrator, NOW)

    def test_nobody_is_invited_twice(self, administrator: Person, handler: Person) -> None:
        with pytest.raises(PeopleError, match="already"):
            keep_people.invite(handler.email.upper(), "A", Role.LEAD, administrator, NOW)


class TestALostPhone:
    @pytest.fixture
    def lost(self, handler: Person) -> Person:
        """With everything that a second step may be."""
        TOTP.activate(handler, "SECRET")
        RecoveryCodes.activate(handler)
        Authenticator.objects.create(user=handler, type=Authenticator.Type.WEBAUTHN, data={})
        return handler

    def test_every_factor_goes_with_its_reason_in_the_record_and_a_letter(
        self, lost: Person, administrator: Person
    ) -> None:
        keep_people.clear_second_step(lost.pk, " Lost her  phone; I rang her. ", administrator, NOW)
        assert not Authenticator.objects.exists()
        event = Event.objects.get(kind=EventKind.PERSON_CHANGED)
        assert (event.by, event.data) == (administrator.name, {
            "person": lost.pk, "second_step": "taken away", "why": "Lost her phone; I rang her.",
        })  # fmt: skip
        letter = StaffNotice.objects.get()
        assert (letter.to, letter.by) == (lost.email, administrator.name)
        assert "took the second step away" in letter.body
        assert "set up another first" in letter.body

    def test_their_sessions_end(self, lost: Person, administrator: Person) -> None:
        session = SessionStore()
        session.create()
        UserSession.objects.create(user=lost, session_key=session.session_key, ip="192.0.2.1")
        keep_people.clear_second_step(lost.pk, "Lost it", administrator, NOW)
        assert not session.exists(str(session.session_key))
        assert not UserSession.objects.exists()

    @pytest.mark.parametrize("why", ["", "  ", "x" * 301])
    def test_a_reason_is_needed(self, why: str, lost: Person, administrator: Person) -> None:
        with pytest.raises(PeopleError, match="why"):
            keep_people.clear_second_step(lost.pk, why, administrator, NOW)
        assert Authenticator.objects.count() == 3

    def test_whoever_has_none_needs_none_of_it(
        self, handler: Person, administrator: Person
    ) -> None:
        with pytest.raises(PeopleError, match="no second step"):
            keep_people.clear_second_step(handler.pk, "Lost it", administrator, NOW)
        assert not StaffNotice.objects.exists()

    def test_the_machine_does_it_for_the_only_administrator(self, administrator: Person) -> None:
        TOTP.activate(administrator, "SECRET")
        by = may.Operator(role=Role.ADMINISTRATOR)
        keep_people.clear_second_step(administrator.pk, "Lost it", by, NOW)
        assert not Authenticator.objects.exists()


class TestNobodyRaisesThemselves:
    def test_neither_role_nor_limit_nor_their_leaving(
        self, administrator: Person, another: Person
    ) -> None:
        by, pounds = administrator, Money(Decimal(9), "GBP")
        for act in (
            lambda: keep_people.give_role(by.pk, Role.LEAD, by, NOW),
            lambda: set_limit(by.pk, "", pounds, "GBP", by, NOW),
            lambda: set_limit(None, Role.ADMINISTRATOR, None, "GBP", by, NOW),
            lambda: keep_people.let_go(by.pk, by, NOW),
            lambda: keep_people.clear_second_step(by.pk, "Lost it", by, NOW),
        ):
            with pytest.raises(PeopleError, match="nobody changes"):
                act()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
    def test_only_an_administrator_changes_who_may_what(self, role: Role, handler: Person) -> None:
        by = Person.objects.create(email="r@example.org", name="R", role=role)
        for act in (
            lambda: keep_people.invite("e@example.org", "E", Role.HANDLER, by, NOW),
            lambda: keep_people.give_role(handler.pk, Role.ADMINISTRATOR, by, NOW),
            lambda: keep_people.let_go(handler.pk, by, NOW),
            lambda: keep_people.clear_second_step(handler.pk, "Lost it", by, NOW),
            lambda: set_limit(handler.pk, "", None, "GBP", by, NOW),
            lambda: keep_people.make_private(1, True, by, NOW),
        ):
            with pytest.raises(may.NotAllowed):
                act()

    def test_the_last_administrator_stays(self, administrator: Person, another: Person) -> None:
        keep_people.give_role(administrator.pk, Role.HANDLER, another, NOW)
        operator = may.Operator(role=Role.ADMINISTRATOR)
        for act in (
            keep_people.let_go,
            lambda *told: keep_people.give_role(another.pk, Role.LEAD, *told[1:]),
        ):
            with pytest.raises(PeopleError, match="last administrator"):
                act(another.pk, operator, NOW)

    def test_every_change_is_an_event_that_names_a_number(
        self, administrator: Person, handler: Person
    ) -> None:
        keep_people.give_role(handler.pk, Role.LEAD, administrator, NOW)
        event = Event.objects.get(kind=EventKind.PERSON_CHANGED)
        assert event.data == {"person": handler.pk, "was": "handler", "role": "lead"}
        assert event.by == "Amos Bell"
        assert list(events.breaks()) == []


class TestALimit:
    """The standard policy gives Sally fifteen pounds of goodwill beyond the owed."""

    def test_a_decision_beyond_it_waits_for_somebody_who_may_give_more(
        self, administrator: Person, handler: Person, lead: Person
    ) -> None:
        set_limit(None, Role.HANDLER, Money(Decimal(5), "GBP"), "GBP", administrator, NOW)
        case = a_decided_case(handler)
        row = load.latest_decision(case)
        assert row is not None
        assert row.goodwill > 5
        assert row.needs_role == Role.LEAD
        letter = answer.draft_reply(load.page(case), handler, NOW)
        with pytest.raises(answer.NotReady, match="needs the approval of a lead"):
            answer.answer(case, row.pk, letter, handler, NOW)
        approve(case, row.pk, lead, NOW)

    def test_ones_own_stands_before_the_roles(self, administrator: Person, handler: Person) -> None:
        five, fifty = (Money(Decimal(amount), "GBP") for amount in (5, 50))
        set_limit(None, Role.HANDLER, five, "GBP", administrator, NOW)
        set_limit(handler.pk, "", fifty, "GBP", administrator, NOW)
        row = load.latest_decision(a_decided_case(handler))
        assert row is not None
        assert row.needs_role == Role.HANDLER

    def test_a_lead_beyond_their_own_needs_another(
        self, administrator: Person, lead: Person
    ) -> None:
        set_limit(lead.pk, "", Money(Decimal(5), "GBP"), "GBP", administrator, NOW)
        case = a_decided_case(lead)
        with pytest.raises(may.NotAllowed, match="more than your"):
            approve(case, the_decision(case), lead, NOW)
        other = Person.objects.create_person("tess@example.org", "Tess", Role.LEAD, GOOD)
        approve(case, the_decision(case), other, NOW)

    def test_what_is_owed_knows_none(self, administrator: Person, handler: Person) -> None:
        case = a_decided_case(handler)
        before = load.latest_decision(case)
        set_limit(None, Role.HANDLER, Money(Decimal(0), "GBP"), "GBP", administrator, NOW)
        after = decide(case, handler, NOW)
        assert before is not None
        assert after.record["entitlement"] == before.record["entitlement"]
        assert after.goodwill == before.goodwill

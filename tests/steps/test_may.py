"""Who may do what and when: every step by every role in every state, and nothing else written."""

import pytest
from django.db import transaction
from tests.steps.acts import ACTS, in_state
from tests.steps.test_whole import breaking_at
from tests.stories import a_decided_case

from upheld.core.words import CaseId, CaseState, Role
from upheld.steps import may
from upheld.steps.may import TABLE, NotAllowed, WrongState
from upheld.store.models import Person

ROLES = ["", *Role]
WITHOUT_A_CASE = {
    "receive", "keep_causes", "keep_journey", "keep_keys", "keep_webhooks", "value",
    "rule_deviations", "find_deviations", "keep_budgets", "match", "merge_customers",
    "undo_customer_merge", "tell_apart", "keep_themes", "ask_marts", "keep_questions",
    "want_marts", "see_workload", "keep_faults",
}  # fmt: skip


@pytest.fixture
def decided(handler: Person) -> CaseId:
    return a_decided_case(handler)


def outcome(step: str, case: CaseId, role: str) -> type[Exception] | None:
    """What the step raises for this role; whatever it does is undone. A refused one writes nothing,
    not even what is taken back again."""
    with transaction.atomic(), breaking_at(0) as written:
        try:
            ACTS[step](case, Person(name="Robin", role=role))
        except (NotAllowed, WrongState) as refused:
            assert written == [], role
            return type(refused)
        finally:
            transaction.set_rollback(True)
    return None


def expected(step: str, role: str, state: str) -> type[Exception] | None:
    if role not in TABLE[step].roles:
        return NotAllowed
    refused = state not in TABLE[step].states and step not in WITHOUT_A_CASE
    return WrongState if refused else None


def test_every_step_that_is_a_call_is_in_the_table() -> None:
    seen = {"see_profit", "see_goodwill", "see_fairness", "see_readings"}
    assert TABLE.keys() - ACTS.keys() == {"read", "import", "report", *seen}


@pytest.mark.parametrize("step", ACTS)
def test_a_step_is_open_to_its_roles_in_its_states_only_and_writes_nothing_else(
    step: str, decided: CaseId
) -> None:
    for state in CaseState:
        with transaction.atomic():
            in_state(decided, step, state)
            found = {role: outcome(step, decided, role) for role in ROLES}
            transaction.set_rollback(True)
        assert found == {role: expected(step, role, state) for role in ROLES}, state


@pytest.mark.parametrize("step", TABLE)
@pytest.mark.parametrize("state", CaseState)
def test_a_page_offers_what_the_step_will_allow(step: str, state: CaseState) -> None:
    for role in ROLES:
        by = Person(name="Robin", role=role)
        offered = role in TABLE[step].roles and state in TABLE[step].states
        assert may.allowed(step, by, state) is offered
        if offered:
            may.check(step, by, state)


class TestWhoTheyAre:
    def test_whoever_is_not_signed_in_may_do_nothing(self, stranger: Person) -> None:
        for step in TABLE:
            with pytest.raises(NotAllowed):
                may.check(step, stranger)

    def test_an_auditor_reads_and_reports_and_does_nothing_else(self, auditor: Person) -> None:
        taken = {step for step in TABLE if auditor.role in TABLE[step].roles}
        seen = {"see_profit", "see_goodwill", "see_fairness", "see_readings"}
        assert taken == {"read", "report", "ask_marts", "keep_questions", *seen}

    def test_a_policy_owner_handles_no_cases(self, policy_owner: Person) -> None:
        taken = {step for step in TABLE if policy_owner.role in TABLE[step].roles}
        assert taken == {"read", "report", "keep_causes", "keep_journey", "rule_deviations"}

    def test_only_a_lead_imports(self, handler: Person, lead: Person) -> None:
        assert lead.role in TABLE["import"].roles
        assert handler.role not in TABLE["import"].roles

    def test_a_handler_takes_every_step_of_the_story(self, handler: Person) -> None:
        taken = {step for step in TABLE if handler.role in TABLE[step].roles}
        of_leads = {
            "part",
            "import",
            "confirm_dishonesty",
            "review_dishonesty",
            "keep_causes",
            "keep_themes",
            "report",
        }
        of_leads |= {"keep_journey", "keep_keys", "keep_webhooks", "value", "see_profit", "follow"}
        of_leads |= {"see_goodwill", "see_fairness", "see_readings", "see_workload"}
        of_leads |= {"ask_marts", "keep_questions", "want_marts"}
        of_leads |= {"rule_deviations", "find_deviations", "keep_budgets", "match", "keep_faults"}
        assert TABLE.keys() - taken == of_leads


# Each step by the first letters of its states, in the order of the story; W waits for their word.
WHEN = {
    "assign": "R A I D W", "acknowledge": "R", "investigate": "R A I D", "decide": "A I D",
    "approve": "D", "ask": "A I D", "answer": "D", "hear": "W", "close": "W", "reopen": "W C",
    "hold": "A I D", "resolve": "D", "refer": "A I D W", "apologise": "W C", "part": "C",
    "pause": "R A I D", "resume": "R A I D", "record": "R A I D",
}  # fmt: skip
LETTERS = dict(zip(["R", "A", "I", "D", "W", "C"], CaseState, strict=True))


@pytest.mark.parametrize("step", WHEN)
def test_a_step_has_its_time_in_the_story(step: str) -> None:
    assert TABLE[step].states == {LETTERS[letter] for letter in WHEN[step].split()}


def test_a_refusal_says_whom_to_ask(auditor: Person) -> None:
    with pytest.raises(NotAllowed, match="auditor may not decide; these may: admin"):
        may.check("decide", auditor)


def test_a_wrong_state_says_which_it_must_be(handler: Person) -> None:
    with pytest.raises(WrongState, match="cannot close a case that is received: it must be answe"):
        may.check("close", handler, CaseState.RECEIVED)

"""Whatever became of the rules since, a decision is made again by those that decided; where it is
not, it is said which and why."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import stories
from tests.own_policies import Edit
from tests.record.test_after_a_merge import finished
from tests.steps.test_budgets import a_budget
from tests.stories import NOW

from upheld.core import doctrine
from upheld.core.erasing import ErasureWhy
from upheld.steps import erase
from upheld.steps.may import Operator
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.record import kept_policies, replay

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided() -> rows.Decision:
    stories.a_decided_case(Operator())
    return rows.Decision.objects.get()


def another_process() -> None:
    """Reads the folder anew."""
    policies._read.cache_clear()
    kept_policies._read.cache_clear()


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    another_process()
    yield
    another_process()


def test_what_decided_is_kept_though_the_folder_was_written_in_before_its_first_decision(
    edited: Edit,
) -> None:
    edited("standard/goodwill.csv", ",25,", ",25,")
    policies.read_policy(policies.folder())  # the desk is up
    edited("standard/goodwill.csv", ",25,", ",20,")
    stories.a_decided_case(Operator())
    another_process()
    assert replay.replay(rows.Decision.objects.get()).same


def test_a_decision_that_a_budget_had_looked_at_by_a_lead_is_the_same_made_again(
    handler: rows.Person,
) -> None:
    """What was left of it on that day is no part of the policy."""
    a_budget("20", handler)
    stories.a_decided_case(handler)
    row = rows.Decision.objects.get()
    assert row.needs_role == "lead"
    assert replay.replay(row).same
    row.record["authority"]["role"] = "lead"
    assert [each.where for each in replay.replay(row).differences] == ["authority.role"]


def test_a_folder_that_cannot_be_used_any_more_hinders_nothing(
    decided: rows.Decision, edited: Edit
) -> None:
    edited("standard/goodwill.csv", ",25,", ",twenty,")
    with pytest.raises(ValueError, match="twenty"):
        policies.read_policy(policies.folder())
    assert replay.replay(decided).same


def test_a_doctrine_that_is_stricter_by_now_does_not_forbid_what_was_decided(
    decided: rows.Decision, edited: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited("standard/goodwill.csv", ",25,", ",20,")
    monkeypatch.setattr(doctrine, "_missing", lambda policy: ["a promise of tomorrow"])
    assert replay.replay(decided).same


def test_what_was_published_decides_again_though_the_folder_holds_another_policy_by_now(
    lead: rows.Person, handler: rows.Person, edited: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_policies, "keep", lambda version, now: None)  # published: kept so
    stories.a_decided_case(Operator())
    decided = rows.Decision.objects.get()
    name = decided.policy_version.partition("/")[0]
    rows.PolicyVersion.objects.create(
        policy=name, version=decided.policy_version, valid_from=NOW.date(), note="",
        files=policies.texts(policies.folder()), author=handler, approver=lead, published_at=NOW,
    )  # fmt: skip
    edited("standard/policy.yaml", f"name: {name}", "name: another")
    another_process()
    assert policies.read_policy(policies.folder()).name == "another"
    assert replay.replay(decided).same


def test_a_law_that_is_gone_or_cannot_be_read_is_told_beside_a_decision_that_stands(
    decided: rows.Decision, edited: Edit
) -> None:
    assert decided.record["law"]
    edited("standard/laws.yaml", "uk-cra", "uk-crab")
    found = replay.replay(decided)
    assert found.same
    (of_law,) = found.law
    assert (of_law.where, of_law.recorded) == ("law", decided.record["law"])
    assert "uk-crab is no law here" in of_law.again


class TestAfterAnErasure:
    def test_words_of_theirs_that_our_rules_use_as_well_stay_in_what_our_rules_say(
        self, handler: rows.Person, lead: rows.Person, administrator: rows.Person
    ) -> None:
        """Who quotes our own sentences, or is called as they begin, alters no reason of ours."""
        first = stories.a_closed_case(handler)
        told = rows.Decision.objects.get(case=first).record
        reasons = {told["goodwill"]["because"], told["authority"]["because"]}
        for reason in (each for each in reasons if each):
            case = stories.an_open_case(handler, name=" ".join(reason.split()[:2]))
            stories.an_allegation(case, handler, statement=reason)
            finished(case, handler)
            erase.approve(
                erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW).pk, administrator, NOW
            )
            found = replay.replay(rows.Decision.objects.get(case=case))
            assert found.same, found.differences


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands, the branches with it."""
    yield path
    if isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*path, name))


def put(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    if not path:
        return other
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(copied[path[0]], path[1:], other)
    return copied


@pytest.mark.slow
def test_whatever_is_put_wherever_in_a_record_it_is_told_and_stops_nothing(
    decided: rows.Decision,
) -> None:
    others: tuple[Any, ...] = (None, "1e999", -0.5, [{}], {"a": {"b": [1]}})
    for name in ("record", "document"):
        whole = getattr(decided, name)
        for path in leaves(whole):
            for other in others:
                setattr(decided, name, put(whole, path, other))
                found = replay.replay(decided)
                apart = {"law", "decided_with"} & {*path}
                if name == "record" and not apart and getattr(decided, name) != whole:
                    assert not found.same, (path, other)
        setattr(decided, name, whole)
    assert replay.replay(decided).same

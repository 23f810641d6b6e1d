"""Whatever becomes of the rules, of the law and of the process that reads them, in whatever order:
each decision is made again from its record, bit for bit."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests import stories
from tests.own_policies import OURS, Edit
from tests.record.doings import REFUSALS, Firm

from upheld.core import record
from upheld.core.doctrine import DoctrineError
from upheld.core.words import CaseId
from upheld.steps import decide, investigate
from upheld.steps.publish import NotReady, check_day
from upheld.store import beside, policies
from upheld.store import models as rows
from upheld.store.policy_files import laws
from upheld.store.policy_files.data_files import BadData
from upheld.store.record import events, kept_policies, replay
from upheld.tables import Policy, PolicyError, load_texts

_GOODWILL, _POLICY, _LAWS = "standard/goodwill.csv", "standard/policy.yaml", "standard/laws.yaml"
_OWED = "regimes/uk-cra/owed.csv"
_AMOUNTS = ("25", "20", "30", "twenty")
_REFUSED = (*REFUSALS, NotReady, PolicyError, DoctrineError, BadData, policies.PolicyMissing)


def _written(file: str, before: str, after: str) -> None:
    """A file as it came with the product but for this; the same again takes it back."""
    text = (OURS / file).read_text("utf-8")
    assert before in text
    (Path(settings.POLICIES) / file).write_text(text.replace(before, after), "utf-8")


def _process(firm: Firm, number: int) -> None:
    """Another process reads everything anew: until then the one before decides as it read."""
    policies._read.cache_clear()
    kept_policies._read.cache_clear()
    laws.read_law.cache_clear()
    laws._sold_under.cache_clear()


def _goodwill(firm: Firm, number: int) -> None:
    _written(_GOODWILL, ",25,", f",{_AMOUNTS[number % 4]},")


def _first_day(firm: Firm, number: int) -> None:
    """The folder's policy is retired until another day, or decides again."""
    _written(_POLICY, "valid_from: ", ("valid_from: ", "valid_from: 2027-01-01 # ")[number % 2])


def _named(firm: Firm, number: int) -> None:
    _written(_POLICY, "name: standard", ("name: standard", "name: another")[number % 2])


def _law(firm: Firm, number: int) -> None:
    if number % 2:
        _written(_LAWS, "uk-cra", ("uk-cra", "uk-crab")[number // 2 % 2])
    else:
        _written(_OWED, ",13,", (",13,", ",30,")[number // 2 % 2])


def _publish(firm: Firm, number: int) -> None:
    """Another amount from tomorrow on, or the one before: so a version is rolled back."""
    day = (firm.now + timedelta(days=1)).date()
    check_day(day, firm.now)
    files = policies.texts(policies.folder())
    was, first = files["policy.yaml"], policies.read_policy(policies.folder()).valid_from
    files["policy.yaml"] = was.replace(f"valid_from: {first}", f"valid_from: {day}")
    files["goodwill.csv"] = files["goodwill.csv"].replace(",25,", f",{_AMOUNTS[number % 3]},")
    made = load_texts(files)
    rows.PolicyVersion.objects.create(
        policy=made.name, version=made.version, valid_from=day, note="", files=files,
        author=firm.handler, approver=firm.lead, published_at=firm.now,
    )  # fmt: skip


def _receive(firm: Firm, number: int) -> None:
    """A complaint of a later day."""
    firm.now += timedelta(days=number % 3)
    stories.an_investigated_case(firm.handler, firm.now, name=f"Ada Quill {number}")


def _decide(firm: Firm, number: int) -> None:
    found = list(rows.Allegation.objects.order_by("pk"))
    one = found[number % len(found)]
    told = {**stories.SHELVES_LATE, "days_late": number, "impact": ("low", "high")[number % 2]}
    investigate.record_facts(CaseId(one.case_id), one.pk, told, firm.handler, firm.now)
    decide.decide(CaseId(one.case_id), firm.lead, firm.now, "It is another matter.")


_DONE: dict[str, Callable[[Firm, int], None]] = {
    "decide": _decide, "receive": _receive, "publish": _publish, "read anew": _process,
    "write other goodwill": _goodwill, "another first day": _first_day, "rename": _named,
    "another law": _law,
}  # fmt: skip


def _do(name: str, firm: Firm, number: int) -> None:
    firm.now += timedelta(hours=1)
    try:
        with transaction.atomic():
            _DONE[name](firm, number)
    except _REFUSED:
        firm.did.append(f"{name} refused")
    else:
        firm.did.append(name)


def _read_once(load: Callable[[Path], Policy]) -> Callable[[Path], Policy]:
    """What says the same is the same policy, which takes a tenth of a second to read."""
    found: dict[tuple[bytes, ...], Policy] = {}

    def read(path: Path) -> Policy:
        said = tuple(each.read_bytes() for each in sorted(path.iterdir()))
        found[said] = found.get(said) or load(path)
        return found[said]

    return read


@pytest.fixture
def firm(
    handler: rows.Person, lead: rows.Person, edited: Edit, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Firm]:
    for module in (policies, laws):
        monkeypatch.setattr(module, "load", _read_once(module.load))
    _process(made := Firm(handler, lead, lead), 0)
    stories.an_investigated_case(handler)
    yield made
    _process(made, 0)


@examples(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from([*_DONE]), st.integers(0, 30)), min_size=5, max_size=10))
def _whatever(firm: Firm, steps: list[tuple[str, int]]) -> None:
    firm = Firm(firm.handler, firm.lead, firm.lead)
    for file in (_GOODWILL, _POLICY, _LAWS, _OWED):
        _written(file, "", "")
    with transaction.atomic():
        _process(firm, 0)
        for name, number in (*steps, ("decide", 9)):
            _do(name, firm, number)
        _process(firm, 0)
        differ = [found for row in rows.Decision.objects.all() if (found := _differs(row))]
        assert (differ, [*events.breaks(), *beside.amiss()]) == ([], []), firm.did
        transaction.set_rollback(True)


def _differs(row: rows.Decision) -> Any:
    """What replay says of it, and whether what it makes is the same to the last sign."""
    found = replay.replay(row)
    kept = {name: value for name, value in row.record.items() if name not in _APART}
    same = found.same and _text(kept) == _text(replay.again(row).record)
    return None if same else found


_APART = ("law", record.DECIDED_WITH)


def _text(told: Any) -> str:
    return json.dumps(told, sort_keys=True)


def test_each_decision_is_made_again_bit_for_bit(firm: Firm) -> None:
    _whatever(firm)

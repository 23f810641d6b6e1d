"""Every thing that the standard policy or a law can give is promised once, whatever else is: as it
is drafted, with another of its like, and where some of it was given before."""

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.core.given import CASES, NOW, POLICY, STANDARD, TO_SALLY, VOICE, decided_case

from upheld.core import reply
from upheld.core.checks import check
from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.findings import Finding
from upheld.core.goodwill import MONEY_KINDS, DeviationKind, Granted
from upheld.core.promises.commitments import Promise, promised
from upheld.core.promises.given import Given
from upheld.core.promises.given_before import Kept, given, is_work, less
from upheld.core.promises.one_promise import replaced
from upheld.core.reply import Letter
from upheld.core.words import AllegationKind

TODAY, LATER = NOW.date(), NOW + timedelta(days=9)
Point = tuple[Entitlement, Finding]
# A remedy of a point: the point, and whether it is its money or its work.
Thing = tuple[str, bool]


def _points() -> Iterator[tuple[str, Point]]:
    for case in CASES:
        decision = decided_case(case)
        rules = {
            each.subject: each.rules[0] for each in decision.trace if each.table == "entitlement"
        }
        found = {each.allegation: each for each in decision.findings}
        for item in decision.entitlement:
            finding = found[item.allegation]
            yield f"{rules[item.allegation]} of {finding.kind}", (item, finding)


OF_POLICY = dict(_points())
BASE = next(made for case in CASES if (made := decided_case(case)).outcome == "upheld")


def _given_by_laws() -> dict[str, Point]:
    """Each kind of remedy that a law gives, as a rule of ours would: by a day, and by none."""
    files = sorted((STANDARD.parent / "regimes").glob("*/owed.csv"))
    rows = [row for file in files for row in csv.DictReader(file.open(encoding="utf-8"))]
    kinds = sorted({row.get("owed.gives", "null") for row in rows} - {"null"})
    money = {row["owed.gives"] for row in rows if row.get("owed.amount", "null") != "null"}
    item, finding = next(iter(OF_POLICY.values()))
    finding = replace(finding, kind=AllegationKind.OTHER)
    item = replace(item, because="The law gives it.", amount=Decimal(0))
    return {
        f"{kind} in {days} days, chosen by {chooser}": (
            replace(item, kind=kind, days=days, chooser=chooser, amount=amount), finding,
        )
        for kind in kinds
        for amount in (Decimal("41.70") if kind in money else Decimal(0),)
        for days in (7, None)
        for chooser in ("customer", "firm")
    }  # fmt: skip


OF_LAWS = _given_by_laws()
EVERY = {**OF_POLICY, **OF_LAWS}


def deciding(*points: Point) -> Decision:
    """A decision that gives these, each for a point of its own."""
    ids = [f"a{at}" for at in range(len(points))]
    pairs = list(zip(ids, points, strict=True))
    return replace(
        BASE,
        entitlement=tuple(replace(item, allegation=at) for at, (item, _) in pairs),
        findings=tuple(replace(finding, allegation=at) for at, (_, finding) in pairs),
        goodwill=replace(BASE.goodwill, kind="none", amount=Decimal(0), help=False),
        trace=(),
    )


def things(decision: Decision) -> set[Thing]:
    money = {(item.allegation, True) for item in decision.entitlement if item.amount}
    return money | {(item.allegation, False) for item in decision.entitlement if is_work(item)}


def drafted(
    decision: Decision, before: Sequence[Given] = (), now: datetime = NOW
) -> tuple[Decision, Letter]:
    told = less(decision, before)
    return told, reply.final(TO_SALLY, told, VOICE, now)


def promises(
    decision: Decision, before: Sequence[Given] = (), now: datetime = NOW
) -> tuple[Promise, ...]:
    told, letter = drafted(decision, before, now)
    found = promised(letter, told, now.date())
    codes = {each.code for each in check(letter, told, None, now.date())}
    assert not codes & {"given_again", "remedy_missing", "amount_missing", "date_differs"}
    return found


def kept(rows: Iterable[Promise], decision: Decision, made_on: date = TODAY) -> list[Kept]:
    return [
        Kept(each.words, decision, TODAY, "Done.", (each.due_on - made_on).days) for each in rows
    ]


def gave(found: Iterable[Given]) -> list[Thing]:
    return [(each.allegation, bool(each.amount)) for each in found]


def each_once(decision: Decision) -> list[list[Thing]]:
    """What each promise of an answer gives, read by itself: together all, and nothing twice."""
    rows = promises(decision)
    of_each = [gave(given([each])) for each in kept(rows, decision)]
    told = [row.words for row in rows]
    assert all(of_each), told
    assert sorted(thing for of_it in of_each for thing in of_it) == sorted(things(decision)), told
    assert len(set(told)) == len(told)
    return of_each


def given_and_decided_again(decision: Decision) -> None:
    """Whatever of it was kept is told as had, and what was not is promised once more, in the place
    of the promise that is open."""
    rows, of_each = promises(decision), each_once(decision)
    old = kept(rows, decision)
    for count in range(1, len(rows) + 1):
        for chosen in itertools.combinations(range(len(rows)), count):
            before = given([old[at] for at in chosen])
            had = [thing for at in chosen for thing in of_each[at]]
            assert sorted(gave(before)) == sorted(had)
            _, letter = drafted(decision, before, LATER)
            assert letter.body.count("You have had this from us already") == len(before)
            new = promises(decision, before, LATER)
            anew = kept(new, decision, LATER.date())
            once_more = gave(given([*[old[at] for at in chosen], *anew]))[len(before) :]
            assert sorted(once_more) == sorted(things(decision) - set(had)), new
            assert len(new) <= len(once_more)
            still = [each for at, each in enumerate(old) if at not in chosen]
            assert all(replaced(still, anew, before)), (still, new)


def test_every_rule_that_gives_something_is_tried() -> None:
    rules = POLICY.tables["entitlement"].rules
    giving = {
        each.ref.id
        for each in rules
        if getattr(each.outputs["owed.kind"], "value", None) not in (None, "none")
    }
    assert {each.partition(" of ")[0] for each in OF_POLICY} == giving
    assert len(OF_LAWS) == 4 * 12


@pytest.mark.parametrize("of", EVERY)
def test_what_is_owed_is_promised_once_and_told_as_had_when_it_was_kept(of: str) -> None:
    given_and_decided_again(deciding(EVERY[of]))


@pytest.mark.parametrize("of", EVERY)
def test_of_two_points_alike_each_is_promised_once_and_told_as_had_when_it_was_kept(
    of: str,
) -> None:
    given_and_decided_again(deciding(EVERY[of], EVERY[of]))


# One point for each rule: what it gives for another kind of complaint reads the same.
OF_RULES = {name.partition(" of ")[0]: point for name, point in OF_POLICY.items()}


@pytest.mark.parametrize("of", OF_RULES)
def test_beside_anything_else_each_is_promised_once_and_told_as_had_when_it_was_kept(
    of: str,
) -> None:
    one, names = OF_RULES[of], list(OF_RULES)
    for name in names[names.index(of) + 1 :]:
        other = OF_RULES[name]
        given_and_decided_again(deciding(one, other))
        if one[0].kind == other[0].kind:
            given_and_decided_again(deciding(other, one))


@pytest.mark.parametrize("of", OF_RULES)
@pytest.mark.parametrize("after", [0, 3])
def test_of_two_points_alike_with_days_of_their_own_each_promise_is_of_its_point(
    after: int, of: str
) -> None:
    """The draft was made when it was decided; the letter leaves `after` some days."""
    item, finding = OF_RULES[of]
    assert item.days
    later = replace(item, days=item.days + 20), finding
    for decision in (deciding((item, finding), later), deciding(later, (item, finding))):
        _, letter = drafted(decision)
        leaves = TODAY + timedelta(days=after)
        rows = promised(letter, decision, leaves)
        days = {each.allegation: each.days for each in decision.entitlement}
        for row, each in zip(rows, kept(rows, decision, leaves), strict=True):
            by_letter = after if row.source.startswith("the letter") else 0
            due = (row.due_on - leaves).days + by_letter
            assert {days[gift.allegation] for gift in given([each])} == {due}, rows


@pytest.mark.parametrize("of", OF_POLICY)
def test_three_points_alike_are_promised_once_each(of: str) -> None:
    each_once(deciding(*[OF_POLICY[of]] * 3))


@pytest.mark.parametrize("of", OF_POLICY)
def test_what_a_letter_dates_nowhere_is_promised_once_by_its_label(of: str) -> None:
    """A person wrote the days out of the draft."""
    for decision in (deciding(OF_POLICY[of]), deciding(OF_POLICY[of], OF_POLICY[of])):
        _, letter = drafted(decision)
        undated = re.sub(r",? by \d+ \w+ 2026|,? within \d+ days", "", letter.body)
        rows = promised(replace(letter, body=undated), decision, TODAY)
        of_each = [gave(given([each])) for each in kept(rows, decision)]
        assert sorted(itertools.chain(*of_each)) == sorted(things(decision)), rows


BY_A_DAY = "We will bring it up the stairs by 5 November 2026."


@pytest.mark.parametrize("of", OF_POLICY)
def test_an_exception_is_one_promise_with_a_day_in_its_words_and_without(of: str) -> None:
    decision = deciding(OF_POLICY[of])
    told = [(kind, "We bring it up the stairs.") for kind in DeviationKind]
    told += [(kind, words)
             for kind in DeviationKind if kind not in MONEY_KINDS
             for words in (BY_A_DAY, BY_A_DAY.rstrip("."))]  # fmt: skip
    for kind, words in told:
        amount = Decimal(7) if kind in MONEY_KINDS else Decimal(0)
        granted = replace(decision, exceptions=(Granted(kind, amount, "GBP", words),))
        found = promises(granted)
        assert len(found) == len(promises(decision)) + 1, found
        both = replace(granted, exceptions=(*granted.exceptions, Granted(kind, amount, "GBP", "X")))
        assert len(promises(both)) == len(found) + 1


def test_an_exception_that_names_its_day_without_saying_will_is_due_by_it() -> None:
    words = "We collect the old sofa by 10 December 2026."
    granted = Granted(DeviationKind.HELP, Decimal(0), "GBP", words)
    decision = deciding(next(iter(OF_POLICY.values())))
    (found,) = [each for each in promises(replace(decision, exceptions=(granted,)))
                if "sofa" in each.words]  # fmt: skip
    assert (found.due_on.isoformat(), found.source) == (
        "2026-12-10",
        "what was granted names this day",
    )

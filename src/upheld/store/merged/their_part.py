"""What of a matter is of one of those who complained of it together: what is told to them of a
decision, what they alleged, and what they were promised and given."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.core.decision import Decision
from upheld.core.promises.commitments import CommitmentState
from upheld.core.promises.given import Given
from upheld.core.promises.given_before import Kept, given
from upheld.core.promises.one_promise import named, told_beside
from upheld.core.reply import told_to, without
from upheld.core.sums import Amount
from upheld.store import called, came_last, load, policies
from upheld.store import models as rows
from upheld.store.sight import seen

from . import merging


@dataclass(frozen=True, slots=True)
class Together:
    """A case, the one where it is worked on, and the merges by which others went over into that."""

    case: rows.Case
    there: rows.Case
    came: Sequence[rows.Merge]

    @property
    def every(self) -> list[rows.Case]:
        return [self.there, *(row.case for row in self.came)]


def together(case: rows.Case) -> Together:
    """Of a case whose page was read, no statement where nothing was merged."""
    return Together(case, case, ()) if is_alone(case) else _together(case)


def is_alone(case: rows.Case) -> bool:
    """Whether its page was read and nothing was merged: what is hidden from whoever looks would not
    be on it."""
    read = getattr(case, "_prefetched_objects_cache", {}).get("taken_in")
    alone = read is not None and all(row.as_history for row in read)
    return alone and case.merged_into_id is None and not seen.hides()


@seen.whole()
def _together(case: rows.Case) -> Together:
    there = merging.worked_on_in(case)
    return Together(case, there, merging.came_over(there))


def told(decision: rows.Decision, case: rows.Case) -> Decision:
    """What of a decision is told to whoever complained in a case (core/reply/told_to.py)."""
    return told_of(decision, together(case))


@seen.whole()
def told_of(decision: rows.Decision, of: Together) -> Decision:
    return beside(theirs(decision, of), of)


@seen.whole()
def beside(decision: Decision, of: Together) -> Decision:
    """The same of a decision that was read already, or is not made yet."""
    still = [each for _, each in promises(of, CommitmentState.OPEN)]
    return told_beside(decision, still, given_before(of))


@seen.whole()
def given_before(of: Together) -> tuple[Given, ...]:
    """What kept promises gave to whoever complained in the case, and to nobody else, wherever it is
    worked on."""
    return given([each for _, each in promises(of, CommitmentState.KEPT)])


@seen.whole()
def promised_before(of: Together) -> tuple[tuple[Given, ...], list[str]]:
    """The same, and with it what is promised and not given yet; then the words of that."""
    kept, still = (promises(of, each) for each in (CommitmentState.KEPT, CommitmentState.OPEN))
    return given([each for _, each in (*kept, *still)]), [row.words for row, _ in still]


@seen.whole()
def sums_promised(of: Together) -> set[Amount]:
    """The sums that open promises to whoever complained in the case name."""
    return named([each for _, each in promises(of, CommitmentState.OPEN)], given_before(of))


@seen.whole()
def promises(of: Together, state: CommitmentState) -> list[tuple[rows.Commitment, Kept]]:
    """The promises of the case that are in a state, in the order in which they were made, each as
    it is read with its decision; what was promised before any is left out."""
    found = sorted((row for row in _theirs_to_keep(of) if row.state == state), key=lambda r: r.pk)
    told = _decisions_of(found, of) if found else {}
    decided = _among(of, "decisions", {pk for pk in told.values() if pk})
    whole = ((row, decided.get(told.get(row.pk) or 0)) for row in found)
    return [(row, _as_kept(row, made, of)) for row, made in whole if made]


def _decisions_of(found: Sequence[rows.Commitment], of: Together) -> Mapping[int, int | None]:
    """The decision that each promise was of: what its letter told, else the last by then."""
    letters = _among(of, "letters", {row.letter_id for row in found if row.letter_id})
    of_letters = {pk: each.decision_id for pk, each in letters.items()}
    told = {row.pk: of_letters.get(row.letter_id or 0) for row in found}
    is_told = all(told.values()) or not (of.came or of.there.decisions.all())
    by_then = {} if is_told else _by_then(told.keys(), of)
    return {pk: decision or by_then.get(pk) for pk, decision in told.items()}


def _among(of: Together, what: str, wanted: Collection[int]) -> Mapping[int, Any]:
    """The letters or decisions of these numbers, sought where it is worked on before all else: most
    are of there, and what stands there was read."""
    found: dict[int, Any] = {}
    for case in of.every:
        if found.keys() >= set(wanted):
            break
        found |= {row.pk: row for row in getattr(case, what).all() if row.pk in wanted}
    return found


def is_read(case: rows.Case, state: CommitmentState) -> bool:
    """Whether what came over into a case was read with its page, and of each promise in this state
    to whoever complained in it the letter that told its decision: no statement asks for more."""
    if not is_alone(case) and (case.merged_into_id is not None or not merging.was_read(case)):
        return False
    telling = {each.pk for each in case.letters.all() if each.decision_id}
    theirs = (row for row in _theirs_to_keep(together(case)) if row.state == state)
    return all(row.letter_id in telling for row in theirs)


def _by_then(promises: Collection[int], of: Together) -> Mapping[int, int | None]:
    """Kept with the case: the last decision when a promise was made is that one for ever."""
    known: dict[int, int | None] = of.there.__dict__.setdefault("decided_by_then", {})
    if not known.keys() >= set(promises):
        known.update(dict.fromkeys(promises))
        known.update(came_last.decided_by_then(of.every))
    return known


def _as_kept(row: rows.Commitment, decision: rows.Decision, of: Together) -> Kept:
    on = policies.day_at(of.case.regime, row.settled_at or row.at)
    days = (row.due_on - policies.day_at(of.case.regime, row.at)).days
    return Kept(row.words, theirs(decision, of), on, row.note, days)


def _theirs_to_keep(of: Together) -> Iterator[rows.Commitment]:
    """What was promised to whoever complained in the case."""
    whose = _brought_by(of.came, "commitments")
    whom, first = of.case.customer_id, of.there.customer_id
    # What went over is there; a case of theirs has promises of its own beside another's alone.
    beside = (each for each in of.every[1:] if each.customer_id == whom != first)
    for case in (of.there, *beside):
        for row in case.commitments.all():
            if whose.get(row.pk, case.customer_id) == whom:
                yield row


def theirs(decision: rows.Decision, of: Together) -> Decision:
    """What of a decision is of whoever complained in the case, whatever they were given of it."""
    return part_of(load.recalled(decision), of, decision.case_id)


def part_of(found: Decision, of: Together, decided_in: int) -> Decision:
    """The same of a decision that is not kept, or not yet, of the case of this number."""
    case, found = of.case, without(found, {f"a{pk}" for pk in _disowned(of)})
    brought = {f"a{pk}": whose for pk, whose in _brought_by(of.came, "allegations").items()}
    if not brought and of.there == case:
        return found
    whose = {each.pk: each.customer_id for each in of.every}
    first = whose.get(decided_in, of.there.customer_id)
    others = {
        each.allegation
        for each in found.findings
        if brought.get(each.allegation, first) != case.customer_id
    }
    return told_to(found, others, first=case.customer_id == first)


@seen.whole()
def alleged(of: Together) -> list[rows.Allegation]:
    """What whoever complained in the case alleges, wherever it is worked on."""
    brought, first = _brought_by(of.came, "allegations"), of.there.customer_id
    every = of.there.allegations.all()
    ours = [row for row in every if brought.get(row.pk, first) == of.case.customer_id]
    not_theirs = _disowned(of) if ours else ()
    return [row for row in ours if row.pk not in not_theirs]


def _disowned(of: Together) -> set[int]:
    """The allegations that came with a case of theirs of which whoever has the address says that it
    is not from them: a letter in another of theirs says nothing of it."""
    whom = of.case.customer_id
    came = {
        pk: case for pk, case in _came_with(of.came, "allegations").items()
        if case.customer_id == whom
    }  # fmt: skip
    said = {case.pk for case in {*came.values()} if called.is_disowned(case)}
    return {pk for pk, case in came.items() if case.pk in said}


def whose(of: Together, what: str) -> Mapping[int, int]:
    """Whose each letter, allegation or promise is that came over; no other is anybody's but the
    customer's where it is worked on. No statement."""
    return _brought_by(of.came, what)


def _brought_by(came: Iterable[rows.Merge], what: str) -> Mapping[int, int]:
    """Whose each allegation or promise is that came over, by its number."""
    return {pk: case.customer_id for pk, case in _came_with(came, what).items()}


def _came_with(came: Iterable[rows.Merge], what: str) -> Mapping[int, rows.Case]:
    """With which case each came: what went on with a second is still of the one that it came from
    first."""
    found: dict[int, rows.Case] = {}
    for row in sorted(came, key=lambda row: row.pk):
        for pk in row.moved.get(what, ()):
            found.setdefault(pk, row.case)
    return found

"""Who else complained of the matter of a case: other customers, whose cases were merged into it.

It is decided once, in the case where it is worked on, and each of them is answered by a letter of
their own in their own case: with their name, at their address, and with nothing of another's.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from upheld.core.checks import NOBODY, Others
from upheld.core.event_kinds import EventKind
from upheld.core.words import NOT_THERE_YET, CaseState, LetterKind, LetterState
from upheld.store import came_last, load, queues
from upheld.store import models as rows
from upheld.store.counted import answers_right
from upheld.store.erased.left_open import not_in_an_erased_case
from upheld.store.sight import seen

from . import merging, their_part

# An answer to the matter stands: one that was opened again is looked at anew.
STANDS = (CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Heard:
    """One of them: their case, the answer to them, None while they have none, and what they said of
    the newest that they had."""

    case: rows.Case
    answer: rows.Letter | None
    said: rows.Acceptance | None


def is_one(case: rows.Case) -> bool:
    """Whether whoever complained in it did so beside another customer, in whose case it is."""
    return merging.worked_on_in(case).customer_id != case.customer_id


@seen.whole()
def others(there: rows.Case) -> list[rows.Case]:
    """A case of each who complained too: of several of theirs the one that came in first. Of whom
    was erased we know no more."""
    found: dict[int, rows.Case] = {}
    for row in merging.came_over(there):
        if row.case.erased_at is None:
            found.setdefault(row.case.customer_id, row.case)
    found.pop(there.customer_id, None)
    return list(found.values())


@seen.whole()
def heard(there: rows.Case) -> list[Heard]:
    """Each of them, with the answer that left since it was decided last."""
    decision = load.latest_decision(there.pk) if (too := others(there)) else None
    return [_heard(there, case, decision) for case in too]


def unanswered(there: rows.Case) -> list[rows.Case]:
    return [each.case for each in heard(there) if each.answer is None]


@seen.whole()
def standing(case: rows.Case) -> Heard:
    """The answer to whoever complained in a case that went over and what they say of it, where one
    stands."""
    there = merging.worked_on_in(case)
    if there.state not in STANDS:
        return Heard(case, None, None)
    return _heard(there, case, load.latest_decision(there.pk))


def to_see_off() -> "QuerySet[rows.Case]":
    """Cases that were merged into another with a letter that must be posted or sent again: there it
    is nobody's, and forgotten where it is not told of."""
    still = not_in_an_erased_case("case")
    waits = rows.Letter.objects.filter(still, case=OuterRef("pk"), state__in=NOT_THERE_YET)
    return queues.by_due().filter(Exists(waits), merged_into__isnull=False)


def answer_to(case: rows.Case) -> rows.Letter | None:
    return standing(case).answer


@seen.whole()
def state_for(case: rows.Case) -> CaseState:
    """How far it is for whoever complained in a case: beside another, as far as the answer to
    them."""
    if case.merged_into_id is None or not is_one(case):
        return CaseState(case.state)
    return state_beside(merging.worked_on_in(case), answer_to(case))


def state_beside(there: rows.Case, answer: rows.Letter | None) -> CaseState:
    """The same of whoever complained beside another, by the answer to them that stands."""
    if answer is None:
        return CaseState.INVESTIGATING
    return CaseState.CLOSED if there.state == CaseState.CLOSED else CaseState.ANSWERED


@seen.whole()
def addressee(case: rows.Case, letter: rows.Letter) -> rows.Customer:
    """Whom a letter in the case is for: one that came over with another customer's is for them. No
    statement of a case whose page was read where nothing was merged."""
    whose = their_part.whose(their_part.together(case), "letters").get(letter.pk, case.customer_id)
    if whose == case.customer_id:
        return case.customer
    return rows.Customer.everything.get(pk=whose)


@seen.whole()
def case_of(letter: rows.Letter) -> rows.Case:
    """The case that whoever a letter is for knows it by: one that came over with another customer's
    case is of their own."""
    case = letter.case
    came = [
        row for row in their_part.together(case).came if letter.pk in row.moved.get("letters", ())
    ]
    first = min(came, key=lambda row: row.pk, default=None)
    if first is None or first.case.customer_id == case.customer_id:
        return case
    return merging.last_of_theirs(first.case)


@seen.whole()
def letters_to(case: rows.Case) -> "QuerySet[rows.Letter]":
    """The letters to whoever complained in a case, and to nobody else, wherever it is worked on."""
    case = merging.last_of_theirs(case)
    others = merging.of_others(case)
    if case.merged_into_id is not None and (went := merging.gone_over(case)):
        return letters_beside(case, went, others)
    return rows.Letter.objects.filter(case=case).exclude(pk__in=others.letters)


def question_to(case: rows.Case, letter_id: int) -> rows.Letter | None:
    """The letter of this number, if it is a question that left to whoever complained in a case."""
    asked = letters_to(case).filter(pk=letter_id, kind=LetterKind.QUESTION)
    return asked.exclude(state=LetterState.DRAFT).first()


def letters_beside(
    case: rows.Case, went: rows.Merge, others: merging.OfOthers
) -> "QuerySet[rows.Letter]":
    """The same of a case that went over into another customer's: what went with it but for what had
    come into it, and what they had since."""
    ours = of_customer(merging.worked_on_in(case), case.customer_id)
    moved = Q(pk__in=set(went.moved.get("letters", ())) - others.letters)
    here = Q(case__in=ours) & ~Q(pk__in=_brought(ours))
    return rows.Letter.objects.filter(moved | here)


def _brought(ours: Iterable[rows.Case]) -> frozenset[int]:
    """The letters in these cases of one customer that came there with another's: what had gone over
    into that before is none of them. One statement where none came."""
    came = rows.Merge.objects.filter(into__in=ours).exclude(case__customer=F("into__customer"))
    every, own = set[int](), set[int]()
    for case in ours if came.exists() else ():
        others = merging.of_others(case).letters
        every |= others
        if went := merging.gone_over(case):
            own |= set(went.moved.get("letters", ())) - others
    return frozenset(every - own)


def _heard(there: rows.Case, case: rows.Case, decision: rows.Decision | None) -> Heard:
    ours = of_customer(there, case.customer_id)
    answers = answers_right.answers().filter(case__in=ours).exclude(pk__in=_brought(ours))
    answer = answers.order_by("-pk").first()
    said = rows.Acceptance.objects.filter(case__in=ours).order_by("-pk").first()
    if answer is None:
        return Heard(case, None, None)
    stands, spoke = came_last.since_decided(there, [each.pk for each in ours])
    # What they said of an answer before is over.
    return Heard(case, answer if decision and stands else None, said if spoke else None)


def answered_since(
    merge: rows.Merge, cases: Collection[int], latest: Sequence[rows.Event] = ()
) -> bool:
    """Whether an answer in one of these cases left since the merge: it covers both, though what was
    answered was opened again. No statement where the `latest` events of them tell it, the newest
    first."""
    before = set(merge.moved.get("letters", ()))
    return any(
        each.kind == EventKind.QUEUED
        and each.data.get("kind") in answers_right.ANSWERS
        and each.data.get("letter") not in before
        for each in came_last.since_taken_in(merge, cases, latest)
    )


def of_customer(there: rows.Case, customer: int) -> list[rows.Case]:
    """The cases of this customer that are worked on there, itself with them."""
    every = [there, *(row.case for row in merging.came_over(there))]
    return [case for case in every if case.customer_id == customer]


@seen.whole()
def who_else(case: rows.Case) -> Others:
    """What no letter to whoever complained in a case may say of the others whose cases were ever
    merged with it. No statement where `load.page` found none."""
    every = merging.ever_together(case) if getattr(case, "ever_merged", True) else ()
    others = [each for each in every if each.customer_id != case.customer_id]
    if not others:
        return NOBODY
    theirs = [each for each in every if each.customer_id == case.customer_id]
    wrote, own_words = _since(every, case.customer_id)
    known = [each.customer for each in others]
    needs = rows.Need._base_manager.filter(case__in=others).exclude(name="")
    told = needs.values_list("name", flat=True)
    reached = (mail for one in known for mail in (one.email, one.returned_email, one.phone))
    own = {mail.lower() for each in theirs for mail in (each.customer.email, each.customer.phone)}
    return Others(
        names=tuple(dict.fromkeys((*(each.name for each in known), *told))),
        reached=tuple(dict.fromkeys(each for each in reached if each.lower() not in own)),
        said=(*(text for each in others for text in (each.text, each.demand)), *wrote),
        own=(
            *(text for each in theirs for text in (each.subject, each.text, each.demand)),
            *own_words,
        ),
        ours=tuple(rows.Person.objects.filter(is_active=True).values_list("name", flat=True)),
    )


def _since(cases: Sequence[rows.Case], customer: int) -> tuple[list[str], list[str]]:
    """What came into these cases beside the complaints, from others and from this customer: whose
    it is says the contact."""
    came = rows.Contact.objects.filter(case__in=[each.pk for each in cases], inbound=True)
    told = came.exclude(summary="").order_by().values_list("customer", "summary")
    others = [words for whose, words in told if whose != customer]
    return others, [words for whose, words in told if whose == customer]

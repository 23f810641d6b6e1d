"""The lines of somebody's fit as whoever looks may see them: one that rests on anything that is
kept from them, or says what a private team noted, is told to nobody else.

Decisions read all of them: what they come to, the axes and the band, is the same for everybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from upheld.core.fitting import Assessed
from upheld.store import fitting
from upheld.store import models as rows
from upheld.store.merged import as_one

from . import seen, withheld


def hidden(assessed: Assessed) -> set[str]:
    """The keys of the lines that are not for whoever looks. A statement for each kind of row, and
    none where nothing is hidden."""
    there = _shown([assessed])
    return {line.key for line in assessed.lines if not there.issuperset(line.rows)}


def told(customer: rows.Customer, sentences: Iterable[str]) -> list[str]:
    """Those of what shows the fit of this customer that whoever looks may read. Of who leads to
    somebody they do not see, it is what stands of that row itself."""
    if not seen.hides():
        return list(sentences)
    away = kept_back([customer.pk]).get(customer.pk, set())
    found = [each for each in sentences if each not in away]
    if as_one.shown_as(customer) == as_one.stays(customer):
        return found
    return [each for each in found if each in customer.fit_evidence]


def kept_back(customers: Collection[int]) -> Mapping[int, set[str]]:
    """By the customer's number, the sentences that are not for whoever looks, of those who have
    any. Some eight statements, however many they are, and none where nothing is hidden."""
    if not customers or not seen.hides():
        return {}
    person = as_one.people(customers)
    people = {*person, *person.values()}
    away: dict[int, set[str]] = defaultdict(set)
    for number, sentence in (*_lines(people), *_notes(people)):
        away[number].add(sentence)
    both = {pk: away[pk] | away[stays] for pk, stays in person.items()}
    return {pk: sentences for pk, sentences in both.items() if sentences}


def contests(customer: int, found: Iterable[rows.FitContest]) -> list[rows.FitContest]:
    """Those of these that speak of a line they may read and were not made by others; who of those
    looked at one, and what they wrote, is not said. The rows are not for keeping."""
    if not seen.hides():
        return list(found)
    away, others = kept_back([customer]).get(customer, set()), set(seen.others_names())
    shown = [row for row in found if row.sentence not in away and row.by not in others]
    for row in shown:
        if row.reviewed_by in others:
            row.reviewed_by, row.found = withheld.ANOTHERS, ""
    return shown


def _lines(people: Collection[int]) -> Iterator[tuple[int, str]]:
    kept = rows.FitAssessment.objects.filter(customer__in=people)
    known = [(row.customer_id, fitting.assessed_of(row)) for row in kept]
    there = _shown([each for _, each in known if each])
    for number, assessed in known:
        for line in assessed.lines if assessed else ():
            if not there.issuperset(line.rows):
                yield number, line.sentence


def _notes(people: Collection[int]) -> Iterator[tuple[int, str]]:
    """What is noted stands as a line in the words of the note."""
    found = rows.FitNote._base_manager.filter(by__in=seen.others_names())
    with seen.whole():  # what stands of the person came of whichever of their rows
        found = found.annotate(person=as_one.person_of()).filter(person__in=people)
    yield from found.values_list("person", "text")


def _shown(known: Iterable[Assessed]) -> set[tuple[str, int]]:
    """The rows behind the lines that whoever looks may see, each by what it is and its number; one
    statement for each kind."""
    named: set[tuple[str, int]] = {
        row for assessed in known for line in assessed.lines for row in line.rows
    }
    if not seen.hides():
        return named
    notes = seen.of_writers(rows.FitNote.objects.all(), "by")
    kinds: Mapping[str, QuerySet[Any]] = {
        "order": rows.Order.objects.all(), "case": rows.Case.objects.all(),
        "contact": rows.Contact.objects.all(), "note": notes,
    }  # fmt: skip
    found: set[tuple[str, int]] = set()
    for what, there in kinds.items():
        if numbers := [number for kind, number in named if kind == what]:
            shown = there.filter(pk__in=numbers).order_by().values_list("pk", flat=True)
            found |= {(what, number) for number in shown}
    return found

"""What of a person, or of one case, goes: which rows, which words of the record, which files.

Which fields name somebody is written in the data map and nowhere else. A field is emptied; a row
that says nothing else is deleted. What is left are codes, amounts and days, by which a decision is
made again and a year is counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    CheckConstraint,
    JSONField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from upheld.core.erasing import CAME, ErasureError
from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterState, MailState
from upheld.store import data_map, kept_answers, matching, search
from upheld.store import models as rows
from upheld.store.merged import as_one, merging
from upheld.store.read_once import ReadOnce
from upheld.store.record import events, said
from upheld.store.theirs.data import Found, related

from . import copies as erased_copies
from . import decisions as erased_decisions
from . import file_names as erased_file_names
from . import files as erased_files
from . import imports as erased_imports
from . import merges as erased_merges
from . import reports as erased_reports
from . import topics as erased_topics
from . import words as erased_words

ERASED = "[erased]"
_AT_ONCE = 500
# Handled on their own below, or by the chain: of these something stays.
APART = (rows.Event, rows.Decision, rows.Merge)


@dataclass(frozen=True, slots=True)
class Whose:
    """A person by the numbers of all their rows, or cases alone where `cases_only`."""

    people: frozenset[int]
    cases: frozenset[int]
    cases_only: bool

    @property
    def told(self) -> dict[str, Any]:
        """As the record says it: a person's numbers, and those of the cases."""
        people = () if self.cases_only else self.people
        return {"customers": sorted(people), "cases": sorted(self.cases)}


@dataclass(frozen=True, slots=True)
class Plan:
    """All that goes. `found` are the rows by model, `events` those of the record, `files` the
    names of what lies on the disk, `imports` those whose file is kept no longer, `answers` how many
    are kept for programs, `reports` the kept ones that name a topic of theirs, `newest` the last
    event of the record before any of it was looked for."""

    whose: Whose
    found: Found
    events: tuple[int, ...]
    files: tuple[str, ...]
    imports: tuple[int, ...]
    answers: int
    words: erased_words.Words = field(repr=False)
    topics: frozenset[str] = field(repr=False)
    reports: tuple[int, ...]
    copies: erased_copies.Copies
    called: erased_file_names.Called
    newest: int

    @property
    def counts(self) -> dict[str, int]:
        """The rows that are emptied or deleted, by table."""
        told = {
            model.__name__: len(ids)
            for model, ids in self.found.items()
            if ids and model is not rows.Event and data_map.held(model).of_somebody
        }
        beside = {
            rows.Import: len({*self.imports, *self.called.imports}),
            rows.KeptAnswer: self.answers,
        }
        beside |= {rows.KeptReport: len(self.reports)}
        told |= {model.__name__: many for model, many in beside.items() if many}
        return {**dict(sorted(told.items())), "Event": len(self.events), "files": len(self.files)}


def of_person(customer: rows.Customer) -> Whose:
    people = as_one.ids(customer)
    cases = rows.Case.everything.filter(customer__in=people).values_list("pk", flat=True)
    return Whose(frozenset(people), frozenset(cases), cases_only=False)


def joined_since(proposed: rows.Erasure, whose: Whose) -> "QuerySet[rows.CustomerMerge]":
    """The merges that stand by which the person grew since it was proposed."""
    merges = _since(proposed, EventKind.CUSTOMERS_MERGED).filter(case=None)
    stand = rows.CustomerMerge.objects.filter(undone_at=None, customer__in=whose.people)
    return stand.filter(pk__in=_told(merges)).order_by("pk")


def taken_in_since(proposed: rows.Erasure, whose: Whose) -> "QuerySet[rows.Merge]":
    """The merges that stand by which the case grew since it was proposed."""
    merges = _since(proposed, EventKind.TOOK_IN).filter(case__in=whose.cases)
    stand = rows.Merge.objects.filter(undone_at=None, into__in=whose.cases)
    return stand.filter(pk__in=_told(merges)).order_by("pk")


def _since(proposed: rows.Erasure, kind: EventKind) -> "QuerySet[rows.Event]":
    """In the order of the record: two acts may be of one moment."""
    asked = rows.Event.objects.filter(
        case=proposed.case_id, kind=EventKind.ERASURE_PROPOSED, at=proposed.at,
        data__erasure=proposed.pk,
    ).order_by("number")  # fmt: skip
    return rows.Event.objects.filter(kind=kind, number__gt=asked.values("number")[:1])


def _told(merges: "QuerySet[rows.Event]") -> list[int]:
    return list(merges.values_list("data__merge", flat=True))


def of_case(case: rows.Case) -> Whose:
    """One case, with those that were merged into it."""
    found = merging.whole(case.pk)
    whose = rows.Case.everything.filter(pk__in=found).values_list("customer", flat=True)
    return Whose(frozenset(whose), frozenset(found), cases_only=True)


def plan(whose: Whose, read: ReadOnce) -> Plan:
    """What would go. Reads only, and no file that was `read` before."""
    newest = events.head()[0]
    words = erased_words.of(whose.people, whose.cases)
    found = _reached(whose, words, read)
    copies = erased_copies.of(found, words)
    imports = erased_imports.of(found, words, not whose.cases_only, read)
    topics = erased_topics.of(found)
    reports = tuple(erased_reports.telling(topics))
    whole_person, reached = not whose.cases_only, erased_imports.reached(found, imports)
    called = erased_file_names.of(words, reached, whole_person)
    numbers = {*_events(found, copies, topics, called), *erased_reports.acts(reports)}
    told, files = tuple(sorted(numbers)), erased_files.of(found, words, imports, read)
    answers = kept_answers.held()
    return Plan(
        whose, found, told, files, imports, answers, words, topics, reports, copies, called, newest
    )


def reached(whose: Whose, read: ReadOnce) -> Found:
    """The rows that lead to them or have an address of theirs, as `plan` has them."""
    return _reached(whose, erased_words.of(whose.people, whose.cases), read)


def _reached(whose: Whose, words: erased_words.Words, read: ReadOnce) -> Found:
    start: Found = (
        {rows.Case: set(whose.cases)} if whose.cases_only else {rows.Customer: set(whose.people)}
    )
    found = related(start, set(whose.people), whole=True)
    if not whose.cases_only:
        _beside(found, words, read)
    return found


def _beside(found: Found, words: erased_words.Words, read: ReadOnce) -> None:
    """What is theirs by their address, where no row leads to them; and the pairs that name them:
    these are of two people, and no list of what is theirs has them."""
    found[rows.Match] = set(matching.naming(found[rows.Customer]).values_list("pk", flat=True))
    if words.addresses:
        theirs = rows.Incoming.objects.filter(sender__in=words.addresses)
        theirs = theirs.exclude(state=MailState.PLACED)  # about whichever case it waits
        found.setdefault(rows.Incoming, set()).update(theirs.values_list("pk", flat=True))
        found[rows.Incoming] |= set(erased_files.saying(words, read))
        links = rows.Receipt.objects.filter(to__in=words.addresses, case=None)
        found.setdefault(rows.Receipt, set()).update(links.values_list("pk", flat=True))
        notices = rows.Notice.objects.filter(to__in=words.addresses)
        found.setdefault(rows.Notice, set()).update(notices.values_list("pk", flat=True))


def _events(
    found: Found,
    copies: erased_copies.Copies,
    topics: frozenset[str],
    called: erased_file_names.Called,
) -> set[int]:
    """Those that tell of them, but in their cases not of what others wrote there."""
    cases, theirs = found.get(rows.Case, set()), found.get(rows.Event, set())
    whole = rows.Event.objects.filter(erased_by=None)
    told = whole.filter(_telling(found, topics, called)).values_list("number", "case")
    numbers = {number for number, case in told if case not in cases or number in theirs}
    return {*numbers, *_in_cases_of_others(found, copies)}


def _telling(found: Found, topics: frozenset[str], called: erased_file_names.Called) -> Q:
    """The events of their cases, those of no case that name them, a kind letter to them or conduct
    of theirs, and whichever name their mail: somebody may have placed it into the case of another
    first. And whichever say a topic of theirs alone, or a file that is called by them."""
    people = sorted(found.get(rows.Customer, ()))
    named = Q(case__in=found.get(rows.Case, ()))
    named |= Q(data__mail__in=sorted(found.get(rows.Incoming, ())))
    named |= erased_topics.chosen(topics) | erased_file_names.chosen(called)
    for name in ("customer", "into", "one", "other"):
        named |= Q(case=None, **{f"data__{name}__in": people})
    for model, name in ((rows.Asked, "asked"), (rows.Conduct, "conduct")):
        named |= Q(case=None, **{f"data__{name}__in": sorted(found.get(model, ()))})
    return named


def _in_cases_of_others(found: Found, copies: erased_copies.Copies) -> Iterator[int]:
    """Events of cases that theirs were merged with, or parted from: what was found, decided or
    written of theirs while it was there is in the record of that case, and names it."""
    theirs = {name: set(found.get(model, ())) for name, model in said.NAMED.items()}
    theirs["decision"] |= copies.decisions
    theirs["letter"] |= copies.letters
    told = rows.Event.objects.filter(case__in=copies.near, erased_by=None)
    for number, data in told.values_list("number", "data").iterator(chunk_size=_AT_ONCE):
        if any(said.numbers(data, name) & ids for name, ids in theirs.items() if name in data):
            yield number


def apply(found: Plan, told: Mapping[str, Any], by: str, now: datetime) -> int:
    """Takes all of it out, in the caller's transaction. Returns the number of the act that says so;
    the files go after it (`erased_files.forget`). Raises ErasureError where anybody who holds
    nothing of theirs wrote of them since it was planned."""
    erased_decisions.empty(found.found.get(rows.Decision, ()), found.words)
    erased_merges.empty(found.found.get(rows.Merge, ()))
    erased_copies.take_out(found.copies, found.words)
    for model, ids in found.found.items():
        if model not in APART:
            _empty(model, ids)
    erased_imports.forget(found.imports)
    erased_file_names.take_out(found.called, found.words)
    erased_words.elsewhere(found.whose.cases, found.words)
    called = erased_topics.take_out(found.topics)
    came = rows.Incoming.objects.filter(pk__in=found.found.get(rows.Incoming, ()))
    came.update(state=MailState.ERASED)
    _leave_the_queue(found.found)
    _mark(found.whose, now)
    _check_nothing_came(found)
    outdated = erased_reports.take_out(found.topics, by, now)
    number = events.empty(
        sorted(outdated.union(found.events)), {**found.whose.told, **told}, by, now
    )
    kept_answers.take_away(now)  # held after the record, as whoever is answered holds them
    search.index(found.whose.cases | found.copies.near | called)
    return number


def _check_nothing_came(found: Plan) -> None:
    """From here on nobody else records anything, until it is done."""
    events.hold()
    told = _telling(found.found, found.topics, found.called) | Q(case__in=found.copies.near)
    if rows.Event.objects.filter(told, number__gt=found.newest).exists():
        raise ErasureError(CAME, code="came-in")


def _leave_the_queue(found: Found) -> None:
    """What was on its way says nothing any more: nobody is to print it and post it, and whoever
    began to send it long ago writes nothing more about it."""
    for model in (rows.Letter, rows.Asked):
        theirs = model._base_manager.filter(pk__in=found.get(model, ()))
        waiting = theirs.filter(state__in=(LetterState.QUEUED, LetterState.SENDING))
        waiting.update(state=LetterState.DRAFT, claimed_at=None)


def _mark(whose: Whose, now: datetime) -> None:
    rows.Case.everything.filter(pk__in=whose.cases).update(erased_at=now)
    if not whose.cases_only:
        rows.Customer.everything.filter(pk__in=whose.people).update(erased_at=now)


def _empty(model: type[Model], ids: Iterable[Any]) -> None:
    held, known = data_map.held(model), list(ids)
    values = {} if held.gone else emptied(model)
    for at in range(0, len(known), _AT_ONCE):
        found = model._base_manager.filter(pk__in=known[at : at + _AT_ONCE])
        if held.gone:
            found.delete()
        elif values:
            found.update(**values)


def emptied(model: type[Model]) -> dict[str, Any]:
    """What each field that names somebody becomes. Raises TypeError for one that must hold a value:
    such a row is to be deleted."""
    fields = data_map.held(model).of_somebody
    return {name: _nothing(model._meta.get_field(name)) for name in fields}


def _nothing(field: Any) -> Any:
    """What stands where something was: nothing, or a word where a page would be blank."""
    if field.name == "source_key":  # one of a kind
        return Concat(Value("erased-"), Cast("pk", CharField()))
    if field.null:
        return None
    if isinstance(field, JSONField):
        return field.get_default()
    if isinstance(field, CharField | TextField):
        return "" if field.blank and field.name not in _checked(field.model) else ERASED
    raise TypeError(f"{field.model.__name__}.{field.name} cannot be emptied: delete the row")


def _checked(model: type[Model]) -> set[str]:
    """The fields that the database itself looks at: one may have to say something."""
    checks = (each for each in model._meta.constraints if isinstance(each, CheckConstraint))
    return {name for each in checks for name in Q(each.condition).referenced_base_fields}

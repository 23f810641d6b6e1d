"""Everything that we hold about a customer, as one file: JSON, their letters, the files they sent.

What is related to a customer is found from the models themselves, so that a new one is in it
unless a reason keeps it out.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from upheld.store import files
from upheld.store import models as rows
from upheld.store.merged import as_one, complained_too, written
from upheld.store.merged import moves as merge_moves
from upheld.store.sight import record_seen

from . import day as their_day
from . import decisions as their_decisions
from . import record as their_record

# What is related to them and does not leave, each with its reason.
KEPT_BACK: Mapping[type[Model], str] = {
    rows.Receipt: "it holds what opens their case: a link is no record",
    rows.Filing: "it holds the mark of a form, which says nothing",
    rows.Delivery: "it holds what was sent to a program, which is told from elsewhere",
}
Found = dict[type[Model], set[Any]]


def packed(customer: rows.Customer, now: datetime) -> bytes:
    """A ZIP file with `customer.json`, a file for each letter, and the files of their evidence;
    of all the rows of the person."""
    people = as_one.ids(customer)
    found, into = related({rows.Customer: people}, people), BytesIO()
    found[rows.Event] = their_record.events(found)
    with ZipFile(into, "w", ZIP_DEFLATED) as packing:
        data = {"as_of": now, "withheld": _hidden(people).count(), **_told(found, people)}
        packing.writestr(
            "customer.json",
            json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False),
        )
        letters = rows.Letter.objects.filter(pk__in=found.get(rows.Letter, ()))
        for letter in letters.exclude(queued_at=None):
            own = complained_too.case_of(letter).reference
            name = f"letters/{own}-{letter.pk}-{letter.kind}.md"
            packing.writestr(name, f"{letter.subject}\n\n{letter.body}\n")
        pieces = rows.Evidence.objects.filter(pk__in=found.get(rows.Evidence, ()))
        for evidence in pieces.exclude(sha256=""):
            packing.writestr(f"files/{evidence.pk}-{evidence.filename}", _bytes(evidence))
    return into.getvalue()


def _bytes(evidence: rows.Evidence) -> bytes:
    with files.opened(evidence) as opened:
        return opened.read()


def _told(found: Found, people: set[int]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each model, by the model's name."""
    told: dict[str, list[dict[str, Any]]] = {
        model.__name__: list(_shown(model, ids, people).order_by("pk").values(*_columns(model)))
        for model, ids in found.items()
    }
    told["Case"] = their_day.cases(told.get("Case", []))
    told["Clock"] = their_day.clocks(told.get("Clock", []))
    told["Merge"] = their_day.merges(told.get("Merge", []), found.get(rows.Case, ()))
    decided = their_decisions.decisions(told.get("Decision", []), found.get(rows.Allegation, ()))
    told["Decision"], told["Event"] = decided, their_decisions.events(told["Event"], decided)
    return told


def _columns(model: type[Model]) -> list[str]:
    """All of them but the key of an event, which is of the record and says nothing of anybody."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if (model, name) != (rows.Event, "key")]


def _shown(model: type[Model], ids: set[Any], people: set[int]) -> "QuerySet[Any]":
    """But for conduct that is kept back, and what the record says of it."""
    found: QuerySet[Any] = model._default_manager.filter(pk__in=ids)
    if model is rows.Conduct:
        return found.filter(not_shown="")
    if model is rows.Event:
        hidden = list(_hidden(people).values_list("pk", flat=True))
        away = record_seen.naming_hidden(found.filter(kind__in=record_seen.BETWEEN_TWO))
        away |= record_seen.gone_back(list(found))
        of_conduct = rows.Event.objects.filter(data__conduct__in=hidden)
        return found.exclude(pk__in=of_conduct).exclude(number__in=away)
    return found


def _hidden(people: set[int]) -> "QuerySet[rows.Conduct]":
    """The records of conduct that are kept back for a reason of law: how many is told."""
    return rows.Conduct.objects.filter(customer__in=people).exclude(not_shown="")


def related(start: Found, people: set[int], whole: bool = False) -> Found:
    """The ids of every row that leads to the rows of `start`, over any number of rows between, of
    the customers `people`; what came into their cases with the case of somebody else, or what that
    one wrote there since, is not theirs. The `whole` has what does not leave and what was taken
    back as well."""
    theirs, others = _by_merges(start, people, whole)
    found: Found = {model: set(ids) for model, ids in start.items()} | theirs
    waiting = list(found)
    while waiting:
        model = waiting.pop(0)
        for child, column in leading_to(model, () if whole else KEPT_BACK):
            known = found.setdefault(child, set())
            manager = child._base_manager if whole else child._default_manager
            ids = manager.filter(**{f"{column}__in": found[model]})
            ids = ids.filter(customer__in=people) if _says_whose(child) else ids
            more = set(ids.values_list("pk", flat=True)) - known - others.get(child, set())
            known |= more
            if more and child not in waiting:
                waiting.append(child)
    return found


def _by_merges(start: Found, people: set[int], whole: bool) -> tuple[Found, Found]:
    """What of these customers is in cases of others, and what of others in theirs (merge_moves.py
    and written.py). Who wrote is known of a person alone: with a case goes all that is in it.

    What nobody is known to have written does not leave, and goes with the case."""
    moved, from_others = (
        {model: ids for model, ids in each.items() if not _says_whose(model)}
        for each in merge_moves.moved_from(people)
    )
    _with_what_shows_it(moved, from_others)
    if rows.Customer not in start:
        return {}, from_others
    came = written.by_whom(people)
    strange = came.others if whole else _joined(came.others, came.unknown)
    theirs = _without(_joined(moved, came.theirs), strange)
    return theirs, _without(_joined(from_others, strange), came.theirs)


def _with_what_shows_it(theirs: Found, others: Found) -> None:
    """What was found of a point is of whoever made it, whatever case it came into since."""
    for one, other in ((theirs, others), (others, theirs)):
        points = one.get(rows.Allegation, set())
        shows = rows.Evidence._base_manager.filter(allegation__in=points)
        pieces = set(shows.values_list("pk", flat=True))
        one.setdefault(rows.Evidence, set()).update(pieces)
        other.setdefault(rows.Evidence, set()).difference_update(pieces)


def _joined(one: Found, other: Found) -> Found:
    return {model: one.get(model, set()) | other.get(model, set()) for model in {**one, **other}}


def _without(found: Found, other: Found) -> Found:
    return {model: ids - other.get(model, set()) for model, ids in found.items()}


def _says_whose(model: type[Model]) -> bool:
    """Whether its rows name a customer, and so are of nobody else, whatever case they are in."""
    return any(field.name == "customer" for field in model._meta.concrete_fields)


def leading_to(
    model: type[Model], kept_back: Collection[type[Model]] = KEPT_BACK
) -> Iterator[tuple[type[Model], str]]:
    """The models with a foreign key to this one, and its column; what is kept back is not one."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.many_to_many or child in kept_back or child is model:
            continue
        if child._meta.app_label == "store":
            yield child, relation.field.name

"""Topics that nobody has but who is erased.

A topic is the firm's word for what many complain of, and stays while somebody else has it. One that
nobody else has may be anything that was written of them: it goes, whoever chose or brought it.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from upheld.core.changes import About
from upheld.core.event_kinds import EventKind
from upheld.store import figures
from upheld.store import models as rows
from upheld.store.theirs.data import Found

_HAVE = (rows.Case, rows.Contact)
_MEASURED = (About.TOPIC, About.CONTACTS)


def of(found: Found) -> frozenset[str]:
    """Those of their cases and contacts that nobody else has who is still here. One that a root
    cause or a change is about is the firm's own: what is measured by it would be another number."""
    theirs = set(_theirs(found)) - set(_measured())
    return frozenset(topic for topic in theirs if not _is_of_others(topic, found))


def _theirs(found: Found) -> Iterator[str]:
    for model in _HAVE:
        told = model.everything.filter(pk__in=found.get(model, ())).exclude(topic="")
        yield from told.values_list("topic", flat=True).distinct()


def _measured() -> Iterator[str]:
    yield from rows.RootCauseEvidence.objects.filter(about__in=_MEASURED).values_list(
        "key", flat=True
    )
    changes = rows.Change.objects.filter(about__in=_MEASURED)
    for key, beside in changes.values_list("key", "beside"):
        yield from (key, *beside)


def _is_of_others(topic: str, found: Found) -> bool:
    cases = rows.Case.everything.filter(topic=topic, erased_at=None)
    if cases.exclude(pk__in=found.get(rows.Case, ())).exists():
        return True
    contacts = rows.Contact.everything.filter(topic=topic, customer__erased_at=None)
    of_erased = Q(case__erased_at__isnull=False) | Q(pk__in=found.get(rows.Contact, ()))
    return contacts.exclude(of_erased).exists()


def chosen(topics: Iterable[str]) -> Q:
    """The events that say that one was chosen or taken away, in whichever case."""
    told = Q(data__topic__in=sorted(topics)) | Q(data__before__in=sorted(topics))
    return Q(kind=EventKind.TOPIC_CHOSEN) & told


def take_out(topics: Collection[str]) -> set[int]:
    """From whoever has them, those who were erased before among them. The numbers of the cases."""
    if not topics:
        return set()
    cases = rows.Case.everything.filter(topic__in=topics)
    numbers = set(cases.values_list("pk", flat=True))
    cases.update(topic="")
    rows.Contact.everything.filter(topic__in=topics).update(topic="")
    figures.forget_telling(topics)
    return numbers

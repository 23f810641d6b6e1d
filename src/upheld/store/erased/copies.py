"""What of somebody stands in the case of another, since theirs was merged with it: in decisions
that read it and in letters that tell of it.

Their own words go from there, the rest of it stays; and so do the events that say what stood there.
What the other said, or we of theirs, in the same words is the other's, and stays.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.theirs.data import Found

from . import decisions as erased_decisions
from .said import Said, strings
from .words import GONE, Words

# What holds such words, in which column, and by which way of which case.
_WRITTEN = (
    (rows.Allegation, "statement", "case__in"),
    (rows.Finding, "because", "allegation__case__in"),
    (rows.Evidence, "text", "case__in"),
)


@dataclass(frozen=True, slots=True)
class Copies:
    """`near` are the cases that theirs were ever merged with or parted from; of these, by number,
    the decisions and letters in which any of what was `said` stands, or what they are known by."""

    near: frozenset[int]
    decisions: frozenset[int]
    letters: frozenset[int]
    said: Said = field(repr=False)


def of(found: Found, words: Words) -> Copies:
    near = merging.ever_near(found.get(rows.Case, ()))
    if not near:
        return Copies(frozenset(), frozenset(), frozenset(), Said(frozenset()))
    told = _of_theirs_alone(found, near)
    known = [word.lower() for word in (*told.texts, *words.known)]

    def says(model: type[rows.Decision] | type[rows.Letter], *names: str) -> frozenset[int]:
        theirs = found.get(model, set())
        told = model._base_manager.filter(case__in=near).exclude(pk__in=theirs)
        lines = told.values_list("pk", *names).iterator(chunk_size=100)
        return frozenset(pk for pk, *said in lines if _any_in(known, said))

    decisions = says(rows.Decision, "document", "record", "over_budget")
    return Copies(frozenset(near), decisions, says(rows.Letter, "subject", "body"), told)


def _of_theirs_alone(found: Found, near: Collection[int]) -> Said:
    """Whole sentences of theirs, for a word alone may be anybody's, which nobody else said so."""
    texts, others = set[str](), set[str]()
    for model, name, of_cases in _WRITTEN:
        told, theirs = model._default_manager.values_list(name, flat=True), found.get(model, ())
        texts |= {text for text in told.filter(pk__in=theirs) if " " in text.strip()}
        where = {*near, *found.get(rows.Case, ())}  # what others brought into a case of theirs too
        others |= set(told.filter(**{of_cases: where}).exclude(pk__in=theirs))
    told_by_both = Said(frozenset(texts)).around(others)
    return Said(frozenset(texts - told_by_both), told_by_both)


def _any_in(known: Collection[str], said: Iterable[object]) -> bool:
    text = str(said).lower()
    return any(word in text or repr(word)[1:-1] in text for word in known)


def take_out(copies: Copies, words: Words) -> None:
    erased_decisions.take_out(copies.decisions, copies.said, words)
    for letter in rows.Letter.objects.filter(pk__in=copies.letters):
        said = copies.said.beside(_decided(letter))
        letter.subject, letter.body = (
            words.out_of(said.out_of(text), GONE) for text in (letter.subject, letter.body)
        )
        letter.save(update_fields=["subject", "body"])


def _decided(letter: rows.Letter) -> Iterator[str]:
    """What the rules say in the decisions that a letter may tell, from which theirs is gone."""
    told = rows.Decision.objects.filter(Q(case=letter.case_id) | Q(pk=letter.decision_id))
    for record in told.values_list("record", flat=True):
        yield from strings(record)

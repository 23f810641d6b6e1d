"""What of somebody stands in the case of another, since theirs was merged with it: in decisions
that read it and in letters that tell of it.

Their own words go from there, the rest of it stays; and so do the events that say what stood there.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from . import erased_decisions, merging
from . import models as rows
from .erased_words import Words
from .their_data import Found

_INSTEAD = "[erased]"
_WRITTEN = ((rows.Allegation, "statement"), (rows.Finding, "because"), (rows.Evidence, "text"))


@dataclass(frozen=True, slots=True)
class Copies:
    """`near` are the cases that theirs were ever merged with or parted from; of these, by number,
    the decisions and letters in which any of the `texts` stands, or what they are known by."""

    near: frozenset[int]
    decisions: frozenset[int]
    letters: frozenset[int]
    texts: tuple[str, ...] = field(repr=False)


def of(found: Found, words: Words) -> Copies:
    near = merging.ever_near(found.get(rows.Case, ()))
    if not near:
        return Copies(frozenset(), frozenset(), frozenset(), ())
    texts = tuple(sorted(_texts(found), key=len, reverse=True))
    known = [word.lower() for word in (*texts, *words.known)]

    def says(model: type[rows.Decision] | type[rows.Letter], *names: str) -> frozenset[int]:
        theirs = found.get(model, set())
        told = model._base_manager.filter(case__in=near).exclude(pk__in=theirs)
        lines = told.values_list("pk", *names).iterator(chunk_size=100)
        return frozenset(pk for pk, *said in lines if _any_in(known, said))

    decisions = says(rows.Decision, "document", "record", "over_budget")
    return Copies(frozenset(near), decisions, says(rows.Letter, "subject", "body"), texts)


def _texts(found: Found) -> Iterator[str]:
    """Whole sentences of theirs: a word alone may be anybody's."""
    for model, name in _WRITTEN:
        told = model._default_manager.filter(pk__in=found.get(model, ()))
        yield from {text for text in told.values_list(name, flat=True) if " " in text.strip()}


def _any_in(known: Collection[str], said: Iterable[object]) -> bool:
    text = str(said).lower()
    return any(word in text or repr(word)[1:-1] in text for word in known)


def take_out(copies: Copies, words: Words) -> None:
    erased_decisions.take_out(copies.decisions, dict.fromkeys(copies.texts, _INSTEAD), words)
    for letter in rows.Letter.objects.filter(pk__in=copies.letters):
        letter.subject, letter.body = (
            _without(text, copies.texts, words) for text in (letter.subject, letter.body)
        )
        letter.save(update_fields=["subject", "body"])


def _without(text: str, texts: Iterable[str], words: Words) -> str:
    for each in texts:
        text = text.replace(each, _INSTEAD)
    return words.out_of(text, _INSTEAD)

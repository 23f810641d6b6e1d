"""The words that a person is known by, and where they stand beside the rows that lead to them."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.store import models as rows

GONE = "[erased]"
_LONGEST_BODY = rows.OutsideRuling._meta.get_field("body").max_length or 0
_LEAST = 5  # signs: a shorter word stands in the text of many others


@dataclass(frozen=True, slots=True)
class Words:
    """Names, e-mail addresses and numbers of a person, as they were written."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """What is told from the words of others wherever it stands."""
        whole = (name for name in self.names if " " in name)
        return tuple(w for w in (*whole, *self.addresses, *self.numbers) if len(w) >= _LEAST)

    def stand_in(self, content: bytes) -> bool:
        """Whether an address of theirs is in the bytes of a message."""
        return self.says_an_address()(content.decode("utf-8", "replace"))

    def says_an_address(self) -> Callable[[str], bool]:
        known = any_of(self.addresses)
        return lambda text: known.search(text) is not None

    def out_of(self, text: str, instead: str) -> str:
        for word in sorted(self.known, key=len, reverse=True):
            text = re.sub(re.escape(word), instead, text, flags=re.IGNORECASE)
        return text


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of them as a whole, however its case is: ann@example.org is not joann@example.org."""
    whole = "|".join(_whole(each) for each in words)
    return re.compile(whole or "(?!)", re.IGNORECASE)  # of none, nothing


def _whole(word: str) -> str:
    before, after = (r"[\w.+-]", r"[\w-]|\.\w") if "@" in word else (r"\w", r"\w")
    return rf"(?<!{before}){re.escape(word)}(?!{after})"


def of(people: Collection[int], cases: Collection[int]) -> Words:
    """Of these customers, now and before, and what else they were called in these cases."""
    told, before = rows.Customer.everything.filter(pk__in=people), _before(people)
    names, mails, phones, back = _columns(told, "name", "email", "phone", "returned_email")
    mails |= before["email"]
    mails |= {way for each in mails for way in spellings(each)}  # as mail that comes is held
    senders, called = _columns(
        rows.Incoming.objects.filter(case__in=cases, sender__in=mails), "sender", "sender_name"
    )
    (needs,) = _columns(rows.Need.objects.filter(case__in=cases), "name")
    return Words(
        tuple(sorted({*names, *before["name"], *called, *needs})),
        tuple(sorted({*mails, *back, *senders})),
        tuple(sorted({*phones, *before["phone"]})),
    )


def _before(people: Collection[int]) -> dict[str, set[str]]:
    """What the record says that they were called and reached by before it was mended. What another
    customer has by now was written to them by a slip, and is that one's."""
    found: dict[str, set[str]] = {"name": set(), "email": set(), "phone": set()}
    mended = rows.Event.objects.filter(
        kind=EventKind.CUSTOMER_MENDED, data__customer__in=sorted(people), erased_by=None
    )
    for data in mended.values_list("data", flat=True):
        for name, said in found.items():
            said.add(str(data["before"].get(name) or "").strip())
    for name, said in found.items():
        others = rows.Customer.everything.filter(**{f"{name}__in": said}).exclude(pk__in=people)
        said -= {"", *others.values_list(name, flat=True)}
    return found


def _columns(found: Any, *names: str) -> list[set[str]]:
    rows_ = list(found.values_list(*names))
    return [{row[at].strip() for row in rows_ if row[at].strip()} for at in range(len(names))]


def elsewhere(cases: Collection[int], words: Words) -> None:
    """Takes them out of what was made of many complaints, of rows that were not taken, and of what
    the outside bodies of these cases are called."""
    for theme in rows.Theme.objects.exclude(examples=[], wishes=[]):
        before = theme.examples, theme.wishes
        theme.examples, theme.wishes = (_others(said, cases) for said in before)
        if (theme.examples, theme.wishes) != before:
            theme.save(update_fields=["examples", "wishes"])
    rows.CopiedLetter.objects.filter(of_letter__case__in=cases).update(words=GONE)
    _rejected([word.casefold() for word in words.known])
    for ruling in rows.OutsideRuling.objects.filter(case__in=cases):
        _ruled_by(ruling, words)


def _ruled_by(ruling: rows.OutsideRuling, words: Words) -> None:
    """Of two rulings of one day on one case, by bodies that are called the same from then on, the
    later has its number."""
    called = words.out_of(ruling.body, GONE)
    if called == ruling.body:
        return
    same = rows.OutsideRuling.objects.filter(case=ruling.case_id, ruled_on=ruling.ruled_on)
    if same.filter(body=called[:_LONGEST_BODY]).exists():
        number = f" {ruling.pk}"
        called = f"{called[: _LONGEST_BODY - len(number)]}{number}"
    ruling.body = called[:_LONGEST_BODY]
    ruling.save(update_fields=["body"])


def _rejected(words: Collection[str]) -> None:
    """Rows of imports that were not taken: all that is told of one in which they are named."""
    names = ("of", "row", "value", "why", "cells")
    told = rows.ImportProblem.objects.values_list(*names).iterator(chunk_size=2_000)
    found = {
        (of, row)
        for of, row, value, why, cells in told
        if _says((value, why, *map(str, cells)), words)
    }
    for of, row in found:
        problems = rows.ImportProblem.objects.filter(of=of, row=row)
        problems.update(value="", why=GONE, cells=[])


def _others(said: list[dict[str, Any]], cases: Collection[int]) -> list[dict[str, Any]]:
    return [each for each in said if each.get("case") not in cases]


def _says(said: Iterable[str], words: Collection[str]) -> bool:
    """Whether any of it holds any of the words, which are case-folded: a database folds the case
    of some letters alone."""
    told = "\n".join(said).casefold()
    return any(word in told for word in words)

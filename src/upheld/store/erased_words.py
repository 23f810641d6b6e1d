"""The words that a person is known by, and where they stand beside the rows that lead to them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, EmailField, JSONField, Model, Q, TextField

from . import models as rows

_LEAST = 5  # signs: a shorter word stands in the text of many others


@dataclass(frozen=True, slots=True)
class Words:
    """Names, e-mail addresses and numbers of a person, as they were written; `references` are of
    their cases."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """What is told from the words of others wherever it stands."""
        whole = (name for name in self.names if " " in name)
        return tuple(w for w in (*whole, *self.addresses, *self.numbers) if len(w) >= _LEAST)

    def stand_in(self, content: bytes) -> bool:
        """Whether an address of theirs is in the bytes of a message."""
        text = content.lower()
        return any(address.lower().encode() in text for address in self.addresses)

    def out_of(self, text: str, instead: str) -> str:
        for word in sorted(self.known, key=len, reverse=True):
            text = re.sub(re.escape(word), instead, text, flags=re.IGNORECASE)
        return text


def of(people: Collection[int], cases: Collection[int]) -> Words:
    """Of these customers, and what else they were called in these cases."""
    told = rows.Customer.everything.filter(pk__in=people)
    names, mails, phones, back = _columns(told, "name", "email", "phone", "returned_email")
    senders, called = _columns(
        rows.Incoming.objects.filter(case__in=cases, sender__in=mails), "sender", "sender_name"
    )
    (needs,) = _columns(rows.Need.objects.filter(case__in=cases), "name")
    references = (rows.Case(pk=case).reference for case in sorted(cases))
    return Words(
        tuple(sorted({*names, *called, *needs})),
        tuple(sorted({*mails, *back, *senders})),
        tuple(sorted(phones)),
        tuple(references),
    )


def _columns(found: Any, *names: str) -> list[set[str]]:
    rows_ = list(found.values_list(*names))
    return [{row[at].strip() for row in rows_ if row[at].strip()} for at in range(len(names))]


def elsewhere(cases: Collection[int], words: Words) -> None:
    """Takes them out of what was made of many complaints and of what is kept for a short time."""
    for theme in rows.Theme.objects.exclude(examples=[], wishes=[]):
        before = theme.examples, theme.wishes
        theme.examples, theme.wishes = (_others(said, cases) for said in before)
        if (theme.examples, theme.wishes) != before:
            theme.save(update_fields=["examples", "wishes"])
    rows.CopiedLetter.objects.filter(of_letter__case__in=cases).update(words="[erased]")
    for problem in rows.ImportProblem.objects.filter(_says(rows.ImportProblem, words)):
        problem.value, problem.cells = "", []
        problem.save(update_fields=["value", "cells"])
    told = [word.encode().lower() for word in (*words.known, *words.references)]
    for answer in rows.KeptAnswer.objects.exclude(status=None):
        body = bytes(answer.body).lower()
        if any(word in body for word in told):
            answer.delete()


def _others(said: list[dict[str, Any]], cases: Collection[int]) -> list[dict[str, Any]]:
    return [each for each in said if each.get("case") not in cases]


def _says(model: type[Model], words: Words) -> Q:
    """Whether any text field of a row holds any of the words."""
    chosen = [f.name for f in model._meta.concrete_fields if _has_text(model, f.name)]
    said = Q(pk__in=())
    for name in chosen:
        for word in words.known:
            said |= Q(**{f"{name}__icontains": word})
    return said


def _has_text(model: type[Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return isinstance(field, CharField | TextField | EmailField | JSONField)

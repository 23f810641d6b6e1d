"""What is told of a change names nobody who complained, whatever of."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from upheld.core.changes import ChangeError
from upheld.core.known_words import is_common, is_name
from upheld.core.redaction.redact import redacted
from upheld.store import models as rows
from upheld.store import news

_LONGEST = 4  # words of a name
_AROUND = ".,;:!?()[]\"'’‘“”"


def refuse_names(row: rows.Change, said: str, now: datetime) -> None:
    """Raises ChangeError where it says how somebody is reached, or names anybody who complained
    and whom whoever looks may see: of what was changed also within longer words."""
    if (found := redacted(said, guessed=False)) != said:
        raise ChangeError(
            f"it names somebody or how to reach them: take it out, so that it reads {found!r}"
        )
    within = any(name.lower() in said.lower() for name in news.names(row, now) if " " in name)
    if within or _is_of_somebody({*_runs(said)}):
        raise ChangeError("it names somebody who complained: write what was said, and not by whom")


def _is_of_somebody(told: set[str]) -> bool:
    so = Q(name__in=told) | Q(small__in={each.lower() for each in told})
    complained = Exists(rows.Case.everything.filter(customer=OuterRef("pk")))
    every = (rows.Customer.objects.filter(complained), rows.Need.objects.all())
    return any(each.annotate(small=Lower("name")).filter(so).exists() for each in every)


def _runs(said: str) -> Iterator[str]:
    """Words beside each other that may be what somebody is called: a word alone where it has a
    capital and is no word of a language."""
    words = [word.strip(_AROUND).removesuffix("'s").removesuffix("’s") for word in said.split()]
    for at, word in enumerate(words):
        if word[:1].isupper() and (is_name(word) or not is_common(word)):
            yield word
        for end in range(at + 2, at + _LONGEST + 1):
            yield " ".join(words[at:end])

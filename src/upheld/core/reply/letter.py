"""A letter, whom it is for, and how it begins and ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upheld.core.letter_text import as_typed
from upheld.core.words import LetterKind

from .greeting import greeted
from .required import Required, untold
from .voice import Voice

LONGEST_LETTER = 200_000  # characters: a hundred pages


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to the complainant; `body` is Markdown."""

    kind: LetterKind
    subject: str
    body: str


_INNER_QUOTES = str.maketrans({'"': "'", "“": "‘", "”": "’"})


def quoted(text: str) -> str:
    """Somebody else's words to stand in quotation marks: the checks leave them be, and they are
    read as they were typed."""
    return as_typed(text.translate(_INNER_QUOTES))


def quoted_within(text: str) -> str:
    """The same within a sentence of ours, to which the full stop is left."""
    return quoted(text.strip().rstrip(" ."))


@dataclass(frozen=True, slots=True)
class Addressed:
    """What every letter needs: whom it greets, what about, and who answers for us. Whoever has the
    address may have `disowned` the complaint: to them nothing is repeated of it."""

    name: str
    reference: str
    subject: str
    received_on: date
    handler: str
    disowned: bool = False

    @property
    def quoted(self) -> str:
        """The subject to stand in quotation marks."""
        return quoted_within(self.subject)


def letter(
    kind: LetterKind,
    key: str,
    to: Addressed,
    parts: Sequence[str],
    voice: Voice,
    required: Sequence[Required] = (),
) -> Letter:
    """A letter of these parts, with what the law wants in it and they do not say yet, signed by
    whoever writes it, and where no person does by the team. To who says that the complaint is not
    theirs it has none of them: staff settle first whose it is (steps/letters.py)."""
    if to.disowned:
        key, parts, required = _TO_ANYBODY, (), ()
    subject = voice.say(f"{key}_subject", reference=to.reference, subject=to.subject)
    greeting = voice.say("greeting", name=greeted(to.name) or "customer")
    by = {"handler": to.handler} if to.handler else {}
    signed = voice.say("signature" if by else "signature_by_itself", **by)
    said = [part for part in parts if part]
    more = untold(required, said)
    body = "\n\n".join((greeting, *said, *([" ".join(more)] if more else []), signed))
    return Letter(kind, subject, body)


# What a letter is called that may go to somebody else than the writer.
_TO_ANYBODY = "acknowledgement_to_anybody"


def told_day(day: date) -> str:
    """A day as a letter says it: 2 November 2026."""
    return f"{day.day} {day:%B %Y}"


def ended_well(text: str) -> str:
    """A sentence on one line with one full stop at its end, unless it ends with another mark."""
    line = " ".join(text.split())
    if line.endswith((".", '"')):
        inner = line.rstrip('"').rstrip(". ")
        closing = '"' if line.endswith('"') else ""
        return f"{inner}{closing if inner.endswith(('?', '!')) else '.' + closing}"
    return line if not line or line.endswith(("?", "!")) else f"{line}."

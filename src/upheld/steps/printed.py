"""A letter as a PDF, to be printed and posted."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from upheld.core.letter_text import parts
from upheld.core.reply import LONGEST_LETTER, told_day
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.called import addressed
from upheld.store.merged import complained_too
from upheld.store.typeset import NotPrintable, typeset


def printed(letter: rows.Letter) -> bytes:
    """The letter as it left or will leave, with both addresses, its day and its reference.

    Raises NotPrintable."""
    if len(letter.body) > LONGEST_LETTER:
        most = f"{LONGEST_LETTER:,} characters of a letter are: write what is over in another one"
        raise NotPrintable(f"it cannot be printed: {most}")
    return typeset(_template(), "letter", _told(letter))


@cache
def _template() -> bytes:
    return Path(__file__).with_name("letter.typ").read_bytes()


def _told(letter: rows.Letter) -> dict[str, Any]:
    case, voice = letter.case, policies.voice(letter.case.regime)
    who, theirs = complained_too.addressee(case, letter), complained_too.case_of(letter)
    name = addressed(theirs)
    left = (letter.queued_at or letter.at).astimezone(policies.zone(case.regime))
    return {
        "firm": voice.firm,
        "sender": voice.address.strip().splitlines(),
        "customer": [*filter(None, [name]), *who.address.splitlines()],
        "day": told_day(left.date()),
        "reference": theirs.reference,
        "reference_line": f"Our reference: {theirs.reference}",
        "subject": letter.subject,
        "language": "en",
        "parts": [asdict(part) for part in parts(letter.body)],
    }


def file_name(letter: rows.Letter) -> str:
    return f"{complained_too.case_of(letter).reference}-{letter.kind}.pdf"

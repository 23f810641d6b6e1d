"""A letter as a PDF, to be printed and posted: tagged, with its fonts in it.

The renderer is given an empty folder and the letter as data: it reads no file, asks no network,
and nothing that a customer wrote can become markup.
"""

import json
import tempfile
import unicodedata
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from upheld.core.letter_text import parts
from upheld.core.reply import told_day
from upheld.store import models as rows
from upheld.store import policies


class NotPrintable(ValueError):
    """A letter with a sign for which no font is installed; the message says which."""


def printed(letter: rows.Letter) -> bytes:
    """The letter as it left or will leave, with both addresses, its day and its reference.

    Raises NotPrintable."""
    told = json.dumps(_told(letter), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as nothing:
        return _first(told, nothing)


def _first(told: str, nothing: str) -> bytes:
    """By the font that comes with the renderer, the same everywhere; else by those of this
    machine; else with a box in the place of each picture, such as an emoji that somebody wrote."""
    tries = ((told, True), (told, False), (_without_pictures(told), False))
    for text, own_fonts in tries:
        try:
            return _compiled(text, nothing, own_fonts=own_fonts)
        except _error() as error:
            amiss = error
    raise NotPrintable(
        f"it cannot be printed: {amiss}: install a font that has it, such as fonts-noto"
    )


def _without_pictures(told: str) -> str:
    return "".join("□" if unicodedata.category(sign) == "So" else sign for sign in told)


def _compiled(told: str, nothing: str, *, own_fonts: bool) -> bytes:
    import typst

    compiled: Any = typst.compile  # its types want the template and the folder of one type
    found: bytes = compiled(
        _template(),
        root=nothing,
        package_path=nothing,
        package_cache_path=nothing,
        ignore_system_fonts=own_fonts,
        sys_inputs={"letter": told},
        pdf_standards="ua-1",  # tagged for those who have it read to them (ISO 14289-1)
    )
    return found


def _error() -> type[Exception]:
    import typst

    error: type[Exception] = typst.TypstError
    return error


@cache
def _template() -> bytes:
    return Path(__file__).with_name("letter.typ").read_bytes()


def _told(letter: rows.Letter) -> dict[str, Any]:
    case, voice = letter.case, policies.voice(letter.case.regime)
    left = (letter.queued_at or letter.at).astimezone(policies.zone(case.regime))
    return {
        "firm": voice.firm,
        "sender": voice.address.strip().splitlines(),
        "customer": [case.customer.name, *case.customer.address.splitlines()],
        "day": told_day(left.date()),
        "reference": case.reference,
        "reference_line": f"Our reference: {case.reference}",
        "subject": letter.subject,
        "language": "en",
        "parts": [asdict(part) for part in parts(letter.body)],
    }


def file_name(letter: rows.Letter) -> str:
    return f"{letter.case.reference}-{letter.kind}.pdf"

"""A document set as a PDF: tagged, with its fonts in it (ISO 14289-1).

The renderer is given an empty folder and the document as data: it reads no file, and nothing that
somebody wrote can become markup. It would fetch a package that a template names: ours name none.
"""

import json
import tempfile
import unicodedata
from collections.abc import Mapping
from typing import Any

# What a fault inside the renderer, which is written in Rust, becomes. It is no Exception, so that
# it would pass by every handler, and can be imported from nowhere (pyo3, "PanicException").
_PANIC = "PanicException"


class NotPrintable(ValueError):
    """A text with a sign for which no font is installed, or one that the renderer cannot set; the
    message says which, and what to do."""


def typeset(template: bytes, name: str, told: Mapping[str, Any]) -> bytes:
    """The document that the template makes of what is `told`, which it reads under `name`.

    Raises NotPrintable."""
    text = json.dumps(told, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as nothing:
        return _first(template, name, text, nothing)


def _first(template: bytes, name: str, told: str, nothing: str) -> bytes:
    """By the font that comes with the renderer, the same everywhere; else by those of this
    machine; else with a box in the place of each picture, such as an emoji that somebody wrote."""
    tries = ((told, True), (told, False), (_without_pictures(told), False))
    for text, own_fonts in tries:
        try:
            return _compiled(template, {name: text}, nothing, own_fonts=own_fonts)
        except _error() as error:
            amiss = error
    raise NotPrintable(
        f"it cannot be printed: {amiss}: install a font that has it, such as fonts-noto"
    )


def _without_pictures(told: str) -> str:
    return "".join("□" if unicodedata.category(sign) == "So" else sign for sign in told)


def _compiled(template: bytes, told: dict[str, str], nothing: str, *, own_fonts: bool) -> bytes:
    import typst

    compiled: Any = typst.compile  # its types want the template and the folder of one type
    try:
        found: bytes = compiled(
            template,
            root=nothing,
            package_path=nothing,
            package_cache_path=nothing,
            ignore_system_fonts=own_fonts,
            sys_inputs=told,
            pdf_standards="ua-1",  # tagged for those who have it read to them
        )
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise NotPrintable(
            "it cannot be printed: the renderer gave up on it, as it does where a text of some "
            "ten thousand letters has no space: part that text, or leave it out"
        ) from None
    return found


def _error() -> type[Exception]:
    import typst

    error: type[Exception] = typst.TypstError
    return error

"""`upheld reply print`: a letter of a case as a PDF, to be put into an envelope."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.core.references import read_reference
from upheld.core.words import LetterKind

from .errors import Refused

if TYPE_CHECKING:
    from upheld.store.models import Letter


def print_letter(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its reference, such as UP-000414.")],
    kind: Annotated[
        LetterKind | None, typer.Option(help="Which letter; without it the newest that left.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file; without it one named after the letter."),
    ] = None,
) -> None:
    """Writes a letter that left, or waits to be posted, as a PDF.

    The file says both addresses, the day and the reference, and is tagged for screen readers.
    """
    from .django import prepare

    prepare()
    from upheld.steps.printed import file_name, printed
    from upheld.store.typeset import NotPrintable

    letter = _letter(case, kind)
    file = output or Path(file_name(letter))
    if file.exists():
        raise Refused(f"{file} is there already: name another with --output")
    try:
        file.write_bytes(printed(letter))
    except NotPrintable as error:
        raise Refused(str(error)) from None
    typer.echo(f"wrote {file}")


def _letter(reference: str, kind: LetterKind | None) -> "Letter":
    from upheld.store.models import Letter

    case_id = read_reference(reference)
    if case_id is None:
        raise Refused(f"{reference} is no case: write its reference, such as UP-000414")
    found = Letter.objects.filter(case=case_id).exclude(queued_at=None)
    found = found.select_related("case__customer")
    letter = (found.filter(kind=kind) if kind else found).order_by("-queued_at", "-pk").first()
    if letter is None:
        which = f"no {kind.replace('_', ' ')} letter" if kind else "no letter"
        raise Refused(f"{which} of {reference} left yet: send it from the desk first")
    return letter

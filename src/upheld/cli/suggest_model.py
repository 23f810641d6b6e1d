"""What the firm's language model suggests, told for a person to take or leave."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from upheld.core.references import read_reference
from upheld.core.words import LetterKind

from .django import configured, prepare
from .errors import Refused
from .screen import out, plain
from .told import print_json

if TYPE_CHECKING:
    from upheld.insight.model import Endpoint, Reworded

_TO_MEND = 1


def show_by_model(text: str, as_json: bool) -> None:
    """Raises Refused where no model is named, or where it gave nothing that can be used."""
    configured()
    from upheld.insight import model

    endpoint = _endpoint()
    try:
        read = model.read(endpoint, text)
    except model.ModelError as error:
        raise Refused(str(error)) from None
    told = [
        {"start": span.start, "end": span.end, "words": span.of(text), "kind": kind,
         "suggested_by": endpoint.model}
        for span, kind in read.found
    ]  # fmt: skip
    if as_json:
        print_json({"suggestions": told, "refused": list(read.refused)})
        return
    for each in told:
        out().print(plain(f"{each['kind']} (suggested by {endpoint.model}): {each['words']}"))
    for reason in read.refused:
        out().print(plain(f"refused: {reason}"))
    if not told and not read.refused:
        typer.echo("The model suggests nothing.")


def show_wording(body: str, kind: LetterKind, case: str, as_json: bool) -> None:
    prepare()
    told = _reworded(_endpoint(), body, kind, case)
    ok = not told.refused
    if as_json:
        print_json({"ok": ok, "body": told.letter.body, "refused": list(told.refused)})
    else:
        out().print(plain(told.letter.body))
        for reason in told.refused:
            out().print(plain(f"refused: {reason}"))
    if not ok:
        raise typer.Exit(_TO_MEND)


def _reworded(endpoint: "Endpoint", body: str, kind: LetterKind, case: str) -> "Reworded":
    from upheld.core.reply import Letter
    from upheld.insight import model
    from upheld.steps.letters import today_of
    from upheld.store import load, policies
    from upheld.store.called import called, names_of
    from upheld.store.merged import their_part

    number = read_reference(case)
    if number is None:
        raise Refused(f"{case} is no reference of a case: write one such as UP-000012")
    try:
        found = load.page(number)
    except load.CaseMissing as error:
        raise Refused(f"{error}: take the reference from the inbox") from None
    row = load.latest_decision(found.pk)
    if kind is LetterKind.FINAL and row is None:
        raise Refused(f"{found.reference} has no decision yet: a final letter says what it gives")
    early = kind is LetterKind.ACKNOWLEDGEMENT or row is None
    decision = None if early or row is None else their_part.told(row, found)
    today = today_of(found, datetime.now(UTC))
    letter, voice, to = Letter(kind, "", body), policies.voice(), called(found)
    try:
        return model.reword(endpoint, letter, decision, voice, today, to, names_of(found))
    except model.ModelError as error:
        raise Refused(str(error)) from None


def _endpoint() -> "Endpoint":
    from upheld.insight import model

    try:
        endpoint = model.named()
    except model.ModelError as error:
        raise Refused(str(error)) from None
    if endpoint is None:
        raise Refused("no language model is named: set UPHELD_MODEL_URL and UPHELD_MODEL_NAME")
    return endpoint

"""`upheld suggest`: learning which words allege what, and what a text would suggest."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.words import LetterKind

from .django import prepare
from .errors import Refused
from .reading import read_text
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.suggest import Measured

suggest = typer.Typer(
    help="Suggests allegations from words; a person alleges.",
    rich_markup_mode=None,
)


@suggest.command()
def train(as_json: AsJson = False) -> None:
    """Learns from what was alleged so far, and tells how well.

    Measured on complaints that it had not seen, near-duplicates on one side of each split.
    """
    prepare()
    from upheld.insight.suggest import history, kept, model
    from upheld.insight.suggest.train import TooLittle
    from upheld.insight.suggest.train import train as learn
    from upheld.store.policy_files import suggestions_file

    show_from = suggestions_file.trust().show_from
    try:
        learnt = learn(history.told(), show_from)
    except TooLittle as error:
        raise Refused(str(error)) from None
    model.save(learnt, kept.place())
    told = learnt.measured
    print_json({"file": str(kept.place()), **asdict(told)}) if as_json else _print(told)


def _print(told: "Measured") -> None:
    typer.echo(f"Learnt from {told.complaints:,} complaints, {told.near_duplicates} near-copies.")
    typer.echo(f"Its first suggestion was right on {told.accuracy:.1%} of those it had not seen.")
    typer.echo(
        f"With a confidence of {told.show_from:.0%} or more it speaks on {told.coverage:.1%} of "
        f"them, and {told.accuracy_shown:.1%} of what it suggests is right; on the others it says "
        "that it does not know."
    )


@suggest.command()
def text(
    file: str = typer.Argument(metavar="FILE", help="The words, or - for standard input."),
    by_model: Annotated[
        bool, typer.Option("--model", help="Ask the language model of UPHELD_MODEL_URL instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Shows what the words of a text suggest, and keeps nothing."""
    if by_model:
        from .suggest_model import show_by_model

        show_by_model(read_text(file), as_json)
        return
    prepare()
    from upheld.insight.suggest import demand, kept, suggestions
    from upheld.store.policy_files import suggestions_file

    said = read_text(file)
    found = suggestions(said, kept.current(), suggestions_file.trust().show_from)
    told: list[dict[str, Any]] = [
        {
            "start": each.span.start,
            "end": each.span.end,
            "words": each.span.of(said),
            "kind": each.kind,
            "confidence": None if each.confidence is None else round(each.confidence, 3),
        }
        for each in found
    ]
    asked = demand(said)
    if as_json:
        print_json({"suggestions": told, "demand": asked.of(said) if asked else None})
        return
    for each in told:
        sure = "by a starter pattern" if each["confidence"] is None else f"{each['confidence']:.0%}"
        out().print(plain(f"{each['kind']} ({sure}): {each['words']}"))
    if asked:
        out().print(plain(f"asked for: {asked.of(said)}"))
    if not told and not asked:
        typer.echo("The words do not say.")


@suggest.command()
def wording(
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="The letter, or - for input.")],
    kind: Annotated[LetterKind, typer.Option(help="What the letter is for.")],
    case: Annotated[str, typer.Option(help="Its case, whose decision it must still say.")],
    as_json: AsJson = False,
) -> None:
    """Shows a letter in the words of the language model, checked; nothing is kept.

    Exits 1 when the model changed a figure, or a check of the letter blocks.
    """
    from .suggest_model import show_wording

    show_wording(read_text(letter), kind, case, as_json)

"""`upheld topics`: learning what complaints are about from labels, and saying it of others."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .errors import Refused
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.topics import Topics
    from upheld.insight.topics.model import Measured

topics = typer.Typer(
    help="Learns topics from labels; a person labels, and it says when it does not know.",
    rich_markup_mode=None,
)
_Column = typer.Option(metavar="COLUMN", help="Its column, where the name does not say so.")
_File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="CSV, Parquet or JSON Lines: a row a complaint."),
]
_Store = Annotated[bool, typer.Option("--store", help="The cases of the store and their topics.")]
_Label = Annotated[str, typer.Option(metavar="COLUMN", help="The column of the labels.")]
_Aim = Annotated[
    float, typer.Option(min=0.5, max=1, help="How much of what it says is to be right.")
]
_Model = Annotated[
    Path | None,
    typer.Option(metavar="MODEL", help="Its file; else topics/model.npz in the store."),
]


@topics.command()
def train(
    file: _File = None,
    store: _Store = False,
    label: _Label = "",
    text: Annotated[str, _Column] = "",
    aim: _Aim = 0.9,
    model: _Model = None,
    as_json: AsJson = False,
) -> None:
    """Learns topics, tells how often it was right on what it had not seen, and keeps the model."""
    learnt = _learnt(file, store, label, text, aim)
    place = _place(model)
    from upheld.insight.topics import save

    save(learnt, place)
    _tell(learnt, as_json, str(place))


@topics.command()
def measure(
    file: _File = None,
    store: _Store = False,
    label: _Label = "",
    text: Annotated[str, _Column] = "",
    aim: _Aim = 0.9,
    as_json: AsJson = False,
) -> None:
    """Tells how well topics can be learnt from labels, and keeps nothing.

    Copies of a letter never stand on both sides of a split.
    """
    _tell(_learnt(file, store, label, text, aim), as_json, None)


@topics.command()
def predict(
    file: _File = None,
    store: _Store = False,
    text: Annotated[str, _Column] = "",
    model: _Model = None,
    as_json: AsJson = False,
) -> None:
    """Says what each complaint is about, or that it does not know, and watches for drift."""
    numbers, texts, _ = _read(file, store, "", text)
    from upheld.insight.topics import BadTopics, load
    from upheld.insight.topics.drift import FALSE_ALARMS, drift

    try:
        known = load(_place(model))
    except BadTopics as error:
        raise Refused(str(error)) from None
    guesses = known.guesses(texts)
    watched = drift(known, texts, guesses)
    if as_json:
        print_json(
            {
                "trained_on": known.trained_on,
                "topics": [
                    {"row": number, **asdict(guess)}
                    for number, guess in zip(numbers, guesses, strict=True)
                ],
                "drift": {**asdict(watched), "false_alarms": FALSE_ALARMS},
            }
        )
        return
    screen = out()
    for number, guess in zip(numbers, guesses, strict=True):
        said = guess.topic or f"does not know; likeliest {guess.likeliest}"
        screen.print(plain(f"{number}: {said} ({guess.confidence:.0%})"))
    screen.print(plain(f"Drift: {watched.because}."))


@topics.command()
def watch(as_json: AsJson = False) -> None:
    """Says whether the model still fits what came in since, and what people labelled.

    Jobs do so once a day; the page of themes tells what was seen last.
    """
    prepare()
    from upheld.insight.topics.drift import FALSE_ALARMS
    from upheld.insight.topics.watch import watch as look

    seen = look(datetime.now(UTC))
    if seen is None:
        raise Refused("there is no model of topics: run `upheld topics train --store`")
    if as_json:
        print_json({**asdict(seen), "reasons": seen.reasons, "false_alarms": FALSE_ALARMS})
        return
    for each in (seen.words, seen.labels):
        out().print(plain(f"{each.because[:1].upper()}{each.because[1:]}."))
    if seen.reasons:
        typer.echo("Learn again: upheld topics train --store")


def _place(model: Path | None) -> Path:
    from upheld.insight.topics import kept

    return model or kept.place()


def _read(
    file: str | None, store: bool, label: str, text: str
) -> tuple[list[int], list[str], list[str]]:
    """The number, the words and the label of each complaint."""
    from .django import configured

    if (file is None) is not store:
        raise Refused("name a FILE, or give --store: one of the two")
    if store:
        prepare()
        from upheld.store.models import Case

        named = Case.objects.filter(merged_into=None).order_by("pk")
        rows = list(named.values_list("pk", "text", "topic"))
        return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    configured()
    from .letters_file import Columns, read_letters

    found = read_letters(file or "", Columns(text=text, label=label))
    return list(found.rows), list(found.texts), list(found.labels)


def _learnt(file: str | None, store: bool, label: str, text: str, aim: float) -> "Topics":
    if file is not None and not label:
        raise Refused("name the column of the labels with --label COLUMN")
    _, texts, labels = _read(file, store, label, text)
    from upheld.insight.topics.learn import TooFewLabels, learn

    try:
        return learn(texts, labels, aim, datetime.now(UTC).isoformat(timespec="seconds"))
    except TooFewLabels as error:
        raise Refused(str(error)) from None


def _tell(learnt: "Topics", as_json: bool, place: str | None) -> None:
    told: dict[str, Any] = {"file": place, "trained_on": learnt.trained_on}
    told |= {**asdict(learnt.measured), "names": list(learnt.names)}
    print_json(told) if as_json else _print(learnt.measured)


def _print(told: "Measured") -> None:
    typer.echo(
        f"Learnt {told.topics} topics from {told.texts:,} complaints, {told.copies:,} near-copies."
    )
    typer.echo(
        f"On those it had not seen its guess was right {told.accuracy:.1%} of the time (macro-F1 "
        f"{told.macro_f1:.3f}), and {told.confident_70:.1%} on the most confident 70%."
    )
    if told.coverage:
        typer.echo(
            f"From a confidence of {told.speak_from:.0%} on it speaks: on {told.coverage:.1%} of "
            f"them, and {told.accuracy_spoken:.1%} is right; of the others it does not know."
        )
    else:
        typer.echo(f"At no confidence {told.aim:.0%} is right: it would never speak.")

"""`upheld precedents`: what was decided in cases like one, by facts and by words."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .errors import Refused
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.precedents import Index, Precedents


def precedents(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Such as UP-000012.")] = "",
    words: Annotated[str, typer.Option(help="Or a text: the cases most like it by words.")] = "",
    learn: Annotated[
        bool, typer.Option("--learn", help="Learn again from every decided case first.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, max=50, help="How many at most.")] = 8,
    as_json: AsJson = False,
) -> None:
    """Shows the decided cases most like one, and how far its decision agrees.

    Likeness is by facts and by words, and the measure by facts alone. What is learnt is kept in
    the data directory; cases decided since are found at once.
    """
    if bool(case) + bool(words.strip()) != 1 and not (learn and not case and not words):
        raise Refused("name a case such as UP-000012, or give --words, and not both")
    prepare()
    index = _index(learn)
    if case:
        _of_case(case, index, most, as_json)
    elif words.strip():
        _by_words(words, index, most, as_json)
    elif as_json:
        print_json({"cases": len(index.segments[0].cases), "version": index.version})


def _index(anew: bool) -> "Index":
    """The firm's index, which is made here where there is none yet."""
    from upheld.insight.precedents import keeping, kept

    try:
        known = keeping.current()
    except kept.BadIndex as error:
        if not anew:
            raise Refused(str(error)) from None
        known = None
    if known is not None and not anew:
        return known
    index, new = keeping.learn()
    told = "Learnt from" if new else "Nothing new since it learnt from"
    print(f"{told} {len(index.segments[0].cases):,} decided cases.", file=sys.stderr)
    return index


def _of_case(reference: str, index: "Index", most: int, as_json: bool) -> None:
    from django.utils import timezone

    from upheld.core.references import read_reference
    from upheld.insight.precedents import of_row
    from upheld.insight.precedents.told import as_data
    from upheld.store import load

    number = read_reference(reference)
    if number is None:
        raise Refused(f"{reference} is no reference of a case: write one such as UP-000012")
    try:
        found = load.page(number)
    except load.CaseMissing as error:
        raise Refused(f"{error}: take the reference from the inbox") from None
    told = of_row(found, timezone.now(), index, most)
    if as_json:
        print_json({"case": found.reference, **as_data(told)})
    else:
        _print(told)


def _by_words(text: str, index: "Index", most: int, as_json: bool) -> None:
    from upheld.insight.precedents import by_words
    from upheld.insight.precedents.told import decided

    found = [
        {**decided(one), "words": round(score, 3)} for one, score in by_words(text, index, most)
    ]
    if as_json:
        print_json({"precedents": found})
        return
    for each in found:
        _line(each, f"words {each['words']:.0%}", each["subject"])
    if not found:
        typer.echo("No decided case shares these words.")


def _print(told: "Precedents") -> None:
    from upheld.insight.precedents.told import precedent

    if told.measured:
        out().print(plain(f"{told.measured.sentence}{_interval(told)}"))
    for one in told.found:
        each = precedent(one)
        differs = "; ".join(each["differs"]) or "the same facts"
        _line(each, f"facts {each['facts']:.0%}, words {each['words']:.0%}", differs)
    if not told.found:
        typer.echo("No decided case is like it.")


def _interval(told: "Precedents") -> str:
    measured = told.measured
    if measured is None or measured.share is None or measured.low is None or measured.high is None:
        return ""
    return f" {measured.share:.0%}, in truth from {measured.low:.0%} to {measured.high:.0%}."


def _line(each: dict[str, Any], like: str, more: str) -> None:
    money = f"{each['currency']} {each['owed']} owed, {each['goodwill']} goodwill"
    answer = f"{each['outcome'] or 'no outcome'}, {each['stance']}, {money}".replace("_", " ")
    unfair = f"; not to follow: {each['not_followed']}" if each["not_followed"] else ""
    out().print(plain(f"{each['case']} ({like}): {answer}; {more}{unfair}"))

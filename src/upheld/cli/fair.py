"""`upheld fair`: whether like cases were treated alike, whoever came."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .errors import Refused
from .goodwill import First, Last, period
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.fair import By, Fairness

_CUSTOMER = "customer"


def fair(
    first: First = "",
    last: Last = "",
    again: Annotated[
        bool, typer.Option(help="Let the policy in force decide the same cases once more.")
    ] = True,
    groups: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV or Parquet: customer, and a column for each group that you may hold by law.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells which groups were treated otherwise in like cases, and whether the policy would.

    What a case was about is held still. Groups of fewer than twenty people go together with
    others. The file of --groups is read and kept nowhere, and no rule ever reads a group.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.fair import fairness
    from upheld.insight.fair.told import fairness_data

    now = timezone.now()
    held = _held(groups) if groups else None
    found = fairness(*period(first, last, now), now, again, held)
    print_json(fairness_data(found)) if as_json else _show(found)


def _held(file: Path) -> dict[str, dict[int, str]]:
    """Each column of the file as a kind of groups, by the customer who stays. Raises Refused."""
    from upheld.store.merged.as_one import people

    from . import sheet

    frame = sheet.read(str(file))
    kinds = [name for name in frame.columns if name != _CUSTOMER]
    if _CUSTOMER not in frame.columns or not kinds:
        raise Refused(
            f"{file}: name a column {_CUSTOMER} with our number, and one for each kind of groups"
        )
    numbers = [_number(file, at, told) for at, told in enumerate(frame[_CUSTOMER], 2)]
    stays = people(numbers)
    return {
        kind: {stays[who]: told for who, told in zip(numbers, frame[kind], strict=True)
               if told and who in stays}
        for kind in kinds
    }  # fmt: skip


def _number(file: Path, line: int, told: str | None) -> int:
    if not told or not told.strip().isdigit():
        raise Refused(f"{file}, line {line}: {told!r} is no customer's number: write it as 1204")
    return int(told)


def _show(found: "Fairness") -> None:
    from upheld.insight.fair import words

    from .screen import out, plain

    screen = out()
    screen.print(plain(f"{words.headline(found)}."))
    screen.print(plain(words.looked_at(found)))
    for sentence in words.attention(found):
        screen.print(plain(f"- {sentence}"))
    for kind in found.kinds:
        screen.print(plain(f"\n{words.kind_name(kind)}"))
        screen.print(_table(kind))
    for limit in found.limits:
        screen.print(plain(limit))


def _table(kind: "By") -> Table:
    """Each measure with its widest gap in like cases, and the same under the policy in force."""
    from upheld.insight.fair import words

    from .screen import plain

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("measure", "farthest from like cases", "as decided", "by the policy in force"):
        table.add_column(head)
    for measured in kind.measures:
        farthest, told, again = words.row(kind, measured)
        table.add_row(words.NAMES[measured.measure], plain(farthest), told, again)
    return table

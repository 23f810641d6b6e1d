"""What a person sees: progress on standard error, results on standard output."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

T = TypeVar("T")
# What a complaint says must not steer the terminal that shows it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def out() -> Console:
    return Console(highlight=False)


def plain(text: object) -> Text:
    """Somebody's words as they are: no markup in them is obeyed, no control character passed on."""
    return Text(_CONTROL.sub("", str(text)))


def bar(items: Iterable[T], total: int, doing: str, shown: bool) -> Iterator[T]:
    """The items, with a bar that counts them while a person watches."""
    watched = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    off = not (shown and watched.is_terminal)
    with Progress(*columns, TimeRemainingColumn(), console=watched, disable=off) as progress:
        yield from progress.track(items, total=total, description=doing)


@contextmanager
def progress(doing: str, total: int, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar that is told how many more are done, with their rate, while a person watches."""
    watched = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
    off = not (shown and watched.is_terminal)
    with Progress(*columns, TimeRemainingColumn(), console=watched, disable=off) as bars:
        task = bars.add_task(doing, total=total)
        yield lambda count: bars.advance(task, count)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} a second" if task.speed else "")

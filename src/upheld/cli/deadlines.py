"""`upheld deadlines`: what must happen by when, for a complaint received at a moment."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core import regimes as core
from upheld.core.deadlines import Deadline
from upheld.core.explain import explain_undated, moment
from upheld.core.obligations import STANDARD, Obligation, in_force
from upheld.core.regimes import Regime

from .django import configured
from .errors import Refused
from .moments import near_day, read_moment
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = "all"


def deadlines(
    regime: Annotated[
        list[str] | None,
        typer.Option(metavar="<str>", help="Whose rules; again for another; else all of them."),
    ] = None,
    received: Annotated[
        str, typer.Option(help="2026-11-02 or 2026-11-02T14:30, where the regime is; else now.")
    ] = "",
    complaint_kind: Annotated[
        str, typer.Option(help="One of the regime's kinds of complaint; else every kind.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Prints each deadline of a complaint, and why it is that day.

    Without --complaint-kind, those of a standard complaint come first; `when` names the kind that
    another one is for. Needs no database.
    """
    configured()
    from upheld.store import policies

    named = [name for name in regime or [] if name != ALL]
    chosen = [policies.regime(name) for name in (named or policies.regimes())]
    kinds = _kinds(chosen, complaint_kind)
    moments = [(one, _received(received, one)) for one in chosen]
    if not named:
        moments = [pair for pair in moments if _has_begun(*pair)]
    for pair in moments:
        policies.check_begun(*pair)
    found = [(one, at, core.deadlines(one, at, kinds[one.name])) for one, at in moments]
    if as_json:
        print_json([_as_data(one, each) for one, _, told in found for each in told])
    else:
        for one, at, told in found:
            _print(one, at, told)


def _has_begun(regime: Regime, received_at: datetime) -> bool:
    """Whether it had rules on that day; one that had none is left out of all, and said so."""
    from upheld.store import policies

    try:
        policies.check_begun(regime, received_at)
    except policies.PolicyMissing as error:
        print(f"left out: {error}", file=sys.stderr)
        return False
    return True


def _received(text: str, regime: Regime) -> datetime:
    at = read_moment("--received", text, regime.zone) if text else datetime.now(UTC)
    near_day("--received", at.date())
    return at


def _kinds(chosen: list[Regime], complaint_kind: str) -> dict[str, str | None]:
    """As which kind each regime takes the complaint; one that does not know it, as standard."""
    from upheld.tables.problems import unknown

    if not complaint_kind:
        return {one.name: None for one in chosen}
    known = {kind for one in chosen for kind in one.kinds}
    if complaint_kind not in known:
        raise Refused(f"--complaint-kind {unknown(complaint_kind, known)}")
    return {one.name: complaint_kind if complaint_kind in one.kinds else STANDARD for one in chosen}


def _as_data(regime: Regime, told: Deadline) -> dict[str, Any]:
    o = told.obligation
    content = {code: regime.content[code].words for code in o.content}
    return {
        "id": o.id,
        "regime": regime.name,
        "kind": o.kind,
        "due": _due(regime, told),
        "when": None if o.is_for(STANDARD) else ", ".join(o.applies),
        "condition": o.condition or None,
        "force": o.force,
        "starts": o.starts,
        "ends": o.ends,
        "content": content,
        "clause": o.clause,
        "source": o.source,
        "verified": o.verified,
        "valid_from": o.valid_from.isoformat(),
        "valid_to": o.valid_to.isoformat() if o.valid_to else None,
        "explanation": told.explanation,
    }


def _due(regime: Regime, told: Deadline) -> str:
    """The day, or for what is counted in hours the moment with its offset there."""
    there = told.due.astimezone(regime.zone)
    return told.due_on.isoformat() if told.whole_day else there.isoformat(timespec="seconds")


def _print(regime: Regime, received_at: datetime, told: tuple[Deadline, ...]) -> None:
    screen = out()
    received = f"received {moment(received_at, regime.zone)} ({regime.zone})"
    screen.print(plain(f"{regime.name}  {regime.title}, {received}"), style="bold", soft_wrap=True)
    shown = STANDARD
    for each in told:
        kind = STANDARD if each.obligation.is_for(STANDARD) else ", ".join(each.obligation.applies)
        if kind != shown:
            shown = kind
            words = " / ".join(regime.kinds[one] for one in each.obligation.applies)
            screen.print(plain(f"  {kind}: {words}"), style="bold", soft_wrap=True)
        screen.print(plain(f"  {each.explanation}"), soft_wrap=True)
    for one in _undated(regime, received_at):
        screen.print(plain(f"  {explain_undated(one)}"), soft_wrap=True)
    screen.print()


def _undated(regime: Regime, received_at: datetime) -> "Iterator[Obligation]":
    rules = in_force(regime.obligations, regime.day_of(received_at))
    return (one for one in rules if not one.dated)

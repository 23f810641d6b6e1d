"""`upheld replay`: is every decision still what its facts and its rules make of it?"""

import reprlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cases import case_of
from .django import open_what_is_there
from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.store import models as rows
    from upheld.store.record.replay import Difference, Replayed

_DIFFERS = 1
# A policy's version is name/day+hash; what was decided by habit, or came from elsewhere, has none.
_BY_RULES = "/"
Every = Annotated[bool, typer.Option("--all", help="Every decision of every case.")]


def replay(
    reference: Annotated[
        str, typer.Argument(metavar="CASE", help="Its reference, such as UP-000012.")
    ] = "",
    every: Every = False,
    as_json: AsJson = False,
) -> None:
    """Makes decisions again from their record.

    By the facts and the rules that were kept with each, as of its own moment. Exits 1 when the
    record says anything else, or when a decision cannot be made again, and says which and why, and
    which version decided where it was another: `upheld verify` tells whether a record was altered.
    A decision that rests on no rule, by habit or from elsewhere, is named and no fault.
    """
    if bool(reference) is every:
        raise Refused("name one case, such as UP-000012, or --all")
    open_what_is_there()
    wanted = _wanted(reference)
    by_rules = wanted.filter(policy_version__contains=_BY_RULES)
    others = wanted.exclude(policy_version__contains=_BY_RULES)
    found = _replayed(by_rules)
    if as_json:
        told = [*map(_json, found), *map(_json_of_no_rule, others.iterator(chunk_size=200))]
        print_json(told)
        failed = any(each["same"] is False for each in told)
    else:
        failed = _tell(found)
        _tell_of_no_rule(others)
    if failed:
        raise typer.Exit(_DIFFERS)


def _wanted(reference: str) -> "QuerySet[rows.Decision]":
    from upheld.store.models import Decision

    wanted = Decision.objects.select_related("case").order_by("case_id", "pk")
    if not reference:
        return wanted
    case = case_of(reference)
    wanted = wanted.filter(case=case)
    if not wanted.exists():
        raise Refused(f"{case.reference} has no decision yet: decide it first")
    return wanted


def _replayed(wanted: "QuerySet[rows.Decision]") -> "Iterator[Replayed]":
    """One decision after the other: a firm has more of them than fit into memory."""
    from upheld.store.record.replay import replay as again

    return (again(row) for row in wanted.iterator(chunk_size=200))


def _tell(found: "Iterable[Replayed]") -> bool:
    """One line a decision that is not the same; returns whether there was one."""
    counted: Counter[bool] = Counter()
    for each in found:
        counted[each.same] += 1
        for line in _lines(each):
            typer.echo(line)
    total = counted.total()
    decisions = f"{total:,} decision{'' if total == 1 else 's'} made again"
    typer.echo(f"{decisions}: {counted[True]:,} the same, {counted[False]:,} not.")
    return bool(counted[False])


_NO_RULE = "it rests on no rule that was written down"
_MOST_NAMED = 100


def _tell_of_no_rule(others: "QuerySet[rows.Decision]") -> None:
    """A decision by habit, or one that came from elsewhere, is not made again, and no fault."""
    for row in others[:_MOST_NAMED]:
        typer.echo(f"{_name(row)} is not made again: {_NO_RULE} ({row.policy_version or 'none'})")
    if (more := others.count() - _MOST_NAMED) > 0:
        typer.echo(f"{more:,} more rest on no rule that was written down; --json names each.")


def _json_of_no_rule(row: "rows.Decision") -> dict[str, Any]:
    from upheld.store.record.replay import Replayed

    return {**_json(Replayed(row, hindered=_NO_RULE)), "same": None}


def _lines(each: "Replayed") -> Iterator[str]:
    name = f"{_name(each.decision)}{_version(each)}"
    if each.hindered:
        yield f"{name} cannot be made again: {each.hindered}"
    for one in each.differences:
        yield f"{name}, {_difference(one)}"
    for one in each.law:
        yield f"{name}, what the law gives was read otherwise then: {_difference(one)}"


def _name(decision: "rows.Decision") -> str:
    return f"{decision.case.reference}, decision {decision.pk} of {decision.at:%Y-%m-%d %H:%M}"


def _version(each: "Replayed") -> str:
    """Which version decided, where it was not this one."""
    from upheld.store.save import product

    told = f" (decided by Upheld {each.decided_with}, this is {product()})"
    return told if each.by_another_version else ""


def _difference(one: "Difference") -> str:
    recorded, again = reprlib.repr(one.recorded), reprlib.repr(one.again)
    return f"{one.where}: the record says {recorded}, made again {again}"


def _json(each: "Replayed") -> dict[str, Any]:
    return {
        "case": each.decision.case.reference,
        "decision": each.decision.pk,
        "at": each.decision.at.isoformat(),
        "policy_version": each.decision.policy_version,
        "decided_with": each.decided_with or None,
        "same": each.same,
        "hindered": each.hindered,
        "differences": [_plain(one) for one in each.differences],
        "law": [_plain(one) for one in each.law],
    }


def _plain(one: "Difference") -> dict[str, Any]:
    return {"where": one.where, "recorded": str(one.recorded), "again": str(one.again)}

"""Cases that no rule matches."""

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_

from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.view import View
from upheld.tables.reach.cover import Box, Cover, put, within
from upheld.tables.reach.search import Found, Impossible
from upheld.tables.table import AGGREGATED, MANY

# A table with more gaps than these is a table to think over, not to mend gap by gap.
MOST_GAPS = 20
_MOST_PARTS = 2_000


def gaps(view: View) -> Iterator[Remark]:
    """The gaps as boxes, each as wide as it can be, until every case outside a rule is in one."""
    if view.table.hit in MANY | AGGREGATED or _has_defaults(view):
        return  # no rule is an answer there
    found: list[Box] = []
    beyond: list[Box] = []
    cover = view.boxed.may
    for tried, part in enumerate(cover.uncovered(view.full, cover.every)):
        if len(found) == MOST_GAPS or tried == _MOST_PARTS:
            yield _more(view, len(found))
            break
        if not any(within(part, known) for known in found + beyond):
            box = widened(cover, view.full, part)
            reached = view.reached(box)
            if isinstance(reached, Impossible):
                beyond.append(box)
            else:
                found.append(box)
                yield _gap(view, box, sure=isinstance(reached, Found))
    beyond += islice(_outside(view), 1)
    if beyond:
        yield _unreachable(view, beyond[0])


def widened(cover: Cover, full: Box, part: Box) -> Box:
    """The part, widened column by column as far as no rule is met."""
    for at, axis in enumerate(cover.axes):
        others = cover.meeting(put(part, at, full[at]))
        clear = (bins for bins, rules in axis.segments if not rules & others)
        part = put(part, at, full[at] & reduce(or_, clear, part[at]))
    return part


def _has_defaults(view: View) -> bool:
    return all(output.default is not None for output in view.table.outputs.values())


def _outside(view: View) -> Iterator[Box]:
    """Gaps in what is declared, beyond what the tables before this one can give."""
    cover = view.boxed.may
    if view.full == view.declared:
        return
    for part in islice(cover.uncovered(view.declared, cover.every), _MOST_PARTS):
        if any(mine & ~can for mine, can in zip(part, view.full, strict=True)):
            yield part


def _gap(view: View, box: Box, sure: bool) -> Remark:
    doubt = "" if sure else ", though no case was found that gets here"
    return Remark(
        Flaw.GAP,
        Severity.ERROR if sure else Severity.WARNING,
        view.table.name,
        (),
        None,
        f"no rule matches when {view.told(box)}{doubt}",
        f"Add a rule with {view.cells(box) or 'no tests'}",
        view.example(box),
    )


def _more(view: View, found: int) -> Remark:
    message = f"there may be more gaps than these {found}"
    mend = "Add a last rule that asks nothing, or mend these and check again"
    return Remark(Flaw.GAP, Severity.NOTE, view.table.name, (), None, message, mend)


def _unreachable(view: View, box: Box) -> Remark:
    message = f"no rule matches when {view.told(box)}, and no case can get there"
    mend = "Nothing needs mending while the tables before it stay as they are"
    return Remark(Flaw.GAP, Severity.NOTE, view.table.name, (), None, message, mend)

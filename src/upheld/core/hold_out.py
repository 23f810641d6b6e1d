"""A hold-out: from some cases, drawn by lot, goodwill that the policy gives freely is held back.

Only so can anybody tell what goodwill does: a policy that gives by the facts gives to all who are
alike, and has nobody to set beside them. A policy declares one by an input `lot`, a number from 0
to 99 about the lot, which its table of goodwill may read: `< 10` holds back ten of a hundred. The
lot reaches goodwill alone, and what follows from it: never a finding, what is owed, an outcome or a
stance (core/doctrine.py proves it of every policy). It is drawn for no case in which something was
promised or a vulnerability is noted: there is then nothing to read.

No more than `MOST` of a hundred may be held back. What is told is then a quarter less sure than of
a half and a half (the standard error goes by one over the root of the share times what is left of
it), and each share more costs further people what the same facts give others.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.tables import Policy, Value
from upheld.tables.evaluate import matches
from upheld.tables.syntax import names_in
from upheld.tables.table import Rule

from .ruling import Inquiry, Ruling

LOT = "lot"
OF = 100
MOST = 20
_TABLE, _AMOUNT = "goodwill", "goodwill.amount"
_VULNERABLE = "vulnerable"
_LOTS = tuple(map(Decimal, range(OF)))


@dataclass(frozen=True, slots=True)
class HoldOut:
    """What a lot decided: `share` of a hundred such cases are held back; `amount` is what the same
    rules give where nothing is."""

    lot: int
    share: int
    held: bool
    amount: Decimal


def too_many(policy: Policy) -> Iterator[str]:
    """What keeps a policy from deciding that may hold back from more than `MOST` of a hundred.

    A lot that no rule names gives what none would, so no more are held back than are named."""
    table = policy.tables.get(_TABLE)
    named = {lot for rule in table.rules for lot in _named(rule)} if table else set()
    if len(named) > MOST:
        yield (
            f"table {_TABLE}: its rules name {len(named)} of {OF} lots, and goodwill may be held "
            f"back by lot from {MOST} at most: name those held back, such as < 10, and no others"
        )


def _named(rule: Rule) -> Iterator[int]:
    """The lots that a rule may match or go by: all, where it reads them beside their own column."""
    cells = [cell for cell in rule.cells if cell.column == LOT]
    trees = (*(cell.test for cell in rule.cells), *rule.outputs.values())
    if LOT in frozenset().union(*map(names_in, trees)):
        yield from range(OF)
    elif cells:
        lots = ((lot, {LOT: Decimal(lot)}) for lot in range(OF))
        yield from (
            lot
            for lot, facts in lots
            if all(matches(cell.test, facts[LOT], facts) is not False for cell in cells)
        )


def drawn(case: str, version: str) -> int:
    """The lot of a case under a version of the policy, 0 to 99: the same whenever it is drawn, and
    known to nobody before (RFC 6234: SHA-256)."""
    return int.from_bytes(hashlib.sha256(f"{case}\n{version}".encode()).digest()) % OF


def ask(inquiry: Inquiry, case: str) -> tuple[Ruling, HoldOut | None]:
    """The ruling on goodwill, and what a lot decided in it; None where none was drawn or it could
    make no difference, and then no rule speaks of one. No table after it reads the lot."""
    inquiry.settle(_TABLE)
    lot = drawn(case, inquiry.policy.version)
    told = _told(inquiry.policy, inquiry.facts, lot) if _draws(inquiry, case) else None
    if told is None:
        return inquiry.ask(_TABLE), None
    inquiry.facts[LOT] = Decimal(lot)
    ruling = inquiry.ask(_TABLE)
    del inquiry.facts[LOT]
    return ruling, told


def _draws(inquiry: Inquiry, case: str) -> bool:
    """Whether the policy holds back at all, and may do so here."""
    reads = LOT in inquiry.policy.tables[_TABLE].reads
    return reads and bool(case) and inquiry.facts.get(_VULNERABLE) is not True


def _told(policy: Policy, facts: Mapping[str, Value], lot: int) -> HoldOut | None:
    """What each lot gives: those that give less than none would are the ones held back."""
    whole = _amount(policy.run(_TABLE, facts).outputs)
    table = policy.compiled(_TABLE)
    given = table.outputs  # of those that no rule tells apart once, and without its reasons
    told = ((_amount(given({**facts, LOT: lots[0]})), lots) for lots in table.alike(LOT, _LOTS))
    held = [at for amount, lots in told if amount < whole for at in lots]
    return HoldOut(lot, len(held), lot in held, whole) if 0 < len(held) < OF else None


def _amount(outputs: Mapping[str, Value]) -> Decimal:
    amount = outputs[_AMOUNT]
    return amount if isinstance(amount, Decimal) else Decimal(0)

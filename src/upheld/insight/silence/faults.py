"""The rules of core/faults.py over every order at once."""

import numpy as np

from upheld.core.faults import Declared, Rule
from upheld.insight.bought import Ints
from upheld.insight.passages import Marks, Passages

# Sums of pence that are told in pounds are not nothing where they are.
_NOTHING = 0.005


def marked(table: Passages, rule: Rule) -> Marks:
    """The orders that a rule speaks of, at whichever touchpoint. What was wholly given back was
    called off, and is nobody's late order."""
    today = table.today.toordinal()
    kept = (table.promised > 0) & (table.paid > _NOTHING)
    match rule:
        case Rule.LATE:
            return np.asarray(kept & (table.came > table.promised))
        case Rule.NOT_COME:
            return np.asarray(kept & (table.came == 0) & (table.promised < today))
    in_time = (table.promised == 0) | (table.came <= table.promised)
    return np.asarray((table.returned > 0) & in_time)


def shown_on(table: Passages, rule: Rule) -> Ints:
    """The day on which it shows that an order was hit: it counts in the year in which that is."""
    match rule:
        case Rule.LATE:
            return table.came
        case Rule.NOT_COME:
            return table.promised
        case Rule.SENT_BACK:
            return table.returned
    return table.done


def marked_by(table: Passages, one: Declared) -> Marks:
    """The orders that a declared fault hit."""
    last = (one.last_on or table.today).toordinal()
    hit = (table.done >= one.first_on.toordinal()) & (table.done <= last)
    if one.areas:
        hit &= np.isin(table.area, [table.named(area) for area in one.areas])
    if not one.words:
        return np.asarray(hit & (table.touchpoint == table.named(one.touchpoint)))
    items = [
        at for at in np.unique(table.item) if any(w in table.names[at].lower() for w in one.words)
    ]
    return np.asarray(hit & np.isin(table.item, items))

"""How a number is beside the one before it, in words: as far as chance lets anybody say."""

from upheld.core.intervals import Beside, Share, rates_beside, shares_beside

CANNOT_TELL = "no sure difference"


def counts(now: int, days: float, before: int, days_before: float) -> str:
    """Counts of so many days each; empty where nothing came before."""
    if not before or not days or not days_before:
        return ""
    side = rates_beside(now, days, before, days_before)
    if side is Beside.CANNOT_TELL:
        return CANNOT_TELL
    rate, rate_before = now / days, before / days_before
    return f"{abs(rate / rate_before - 1) * 100:.0f}% {'more' if rate > rate_before else 'fewer'}"


def shares(now: Share | None, before: Share | None) -> str:
    if now is None or before is None:
        return ""
    side = shares_beside(now.count, now.all, before.count, before.all)
    words = {Beside.ABOVE: "more than before", Beside.BELOW: "less than before"}
    return words.get(side, CANNOT_TELL)


def share_told(found: Share | None) -> tuple[str, str]:
    """A share and its interval: ("61%", "58 to 65%")."""
    if found is None:
        return "cannot be said", ""
    low, high = found.low * 100, found.high * 100
    return f"{found.likely * 100:.0f}%", f"{low:.0f} to {high:.0f}% of {found.all:,}"

"""How many of so many places each label gets: most go to the likeliest, and none that may well be
right is left out."""

from collections.abc import Sequence

# A label this likely beside the likeliest gets a place. Chosen on the CFPB's complaints, out of
# fold, where fewer than 19 in 100 queries find nothing (docs/reference/benchmarks.md).
_WORTH_A_PLACE = 0.18


def shared_out(shares: Sequence[float], places: int) -> dict[int, int]:
    """Label to places, which add up to `places`; empty without labels.

    With places that count alike, the best way to fill them by likelihood is the likeliest label
    throughout; one place given to another costs a tenth of the difference, and may be the one.
    """
    likeliest = sorted(range(len(shares)), key=lambda label: -shares[label])[:places]
    if not likeliest:
        return {}
    best, *others = likeliest
    also = [label for label in others if shares[label] >= _WORTH_A_PLACE * shares[best]]
    return {best: places - len(also)} | dict.fromkeys(also, 1)

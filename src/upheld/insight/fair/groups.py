"""The groups that fairness looks at, so that no few people can be told from the others.

Groups are looked at here and nowhere else: no table reads one. A small group goes together with
other small ones, and where those are still few, with the smallest large one: so nobody finds it by
taking what is shown from the whole.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from upheld.insight.past_cases import PastCase

LEAST = 20
NOT_KNOWN = "not written down"

BY: Mapping[str, Callable[[PastCase], str]] = {
    "area": lambda case: case.area or NOT_KNOWN,
    "came again": lambda case: "came again" if case.asked else "asked once",
    "vulnerability": lambda case: "noted" if case.vulnerable else "none noted",
    "channel": lambda case: case.channel or NOT_KNOWN,
}


def shown(told: Sequence[str], people: Sequence[int]) -> list[str]:
    """The group of each case as it may be shown: of LEAST people or more each, none at all ("")
    where not two such groups are left."""
    names = _pooled(people_in(told, people))
    return [names.get(each, "") for each in told]


def people_in(told: Sequence[str], people: Sequence[int]) -> Counter[str]:
    """How many people are in each group; one person is counted once in each."""
    return Counter(name for name, _ in set(zip(told, people, strict=True)))


def _pooled(sizes: Counter[str]) -> dict[str, str]:
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    large = [name for name in ranked if sizes[name] >= LEAST]
    small = ranked[len(large) :]
    while small and large and (len(small) < 2 or sum(sizes[name] for name in small) < LEAST):
        small.append(large.pop())
    if len(large) + bool(small) < 2:
        return {}
    pooled = f"{len(small)} smaller groups"
    return {**dict(zip(large, large, strict=True)), **dict.fromkeys(small, pooled)}


def withheld(sizes: Counter[str]) -> set[str]:
    """The groups of which a figure is not shown: fewer than LEAST people were measured, and where
    that is one group alone, the smallest of the others with it."""
    few = {name for name, size in sizes.items() if size < LEAST}
    rest = [name for name in sizes if name not in few]
    return few | {min(rest, key=sizes.__getitem__)} if len(few) == 1 and rest else few

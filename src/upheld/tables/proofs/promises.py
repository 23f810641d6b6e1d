"""The promises that tables can break, as claims about the names that complaint policies share.

A promise is claimed of every policy that gives the outputs it speaks of, so that nobody publishes
one which breaks it by leaving the claim out. What a policy promises beyond these it claims itself.
"""

from collections.abc import Iterator

from upheld.tables.claims import Absent, Claim, Monotone, Never, Only
from upheld.tables.policy import Policy

LOUDNESS = frozenset(
    {"tone", "channel", "persistence", "contacts", "number_of_contacts", "reach", "followers"}
    | {"threats", "demand", "demand_amount", "asked_twice", "lifetime_value"}
)
PROTECTED = frozenset(
    {"age", "gender", "sex", "race", "ethnicity", "religion", "disability", "nationality"}
    | {"orientation", "pregnancy", "marital_status", "postcode", "postcode_area", "area"}
    | {"name", "surname", "language", "accent"}
)
# What somebody did in a contact, and how they reach us since, are apart from every case.
CONDUCT = frozenset({"conduct", "abuse", "abusive", "flag", "flagged", "restriction", "restricted"})


def promises(policy: Policy) -> Iterator[Claim]:
    """Promises 1, 2, 5 and 8 as claims about this policy; `because` has the promise."""
    owed = tuple(
        output
        for table in policy.tables.values()
        for output in table.outputs
        if output == "finding" or output.startswith("owed.")
    )
    if owed:
        yield Only(owed, ("allegation",), "Promise 1: owed first, to everyone")
    yield Absent(LOUDNESS, "how loudly anything is asked", "Promise 2: loudness earns nothing")
    yield Absent(CONDUCT, "how contacts went", "Promise 8: conduct is separate from merit")
    yield from _repeatable(policy)
    yield Absent(PROTECTED, "who anybody is", "Promise 8: the issue, never the person")


def _repeatable(policy: Policy) -> Iterator[Claim]:
    """More goodwill, or goodwill that costs more when repeated, never needs less authority."""
    roles = next(
        (
            table.outputs["authority.role"].values
            for table in policy.tables.values()
            if "authority.role" in table.outputs
        ),
        (),
    )
    for price in ("goodwill.amount", "goodwill.cost_a_year"):
        if roles and price in policy.names:
            because = "Promise 5: goodwill that we can repeat"
            yield Monotone("authority.role", Never.FALLS, price, (), roles, because)

"""What a draft would break: its promises, shown from its tables, and what it takes from cases."""

from collections.abc import Iterable

import polars as pl

from upheld.core import doctrine
from upheld.core.review import proofs
from upheld.tables import Policy
from upheld.tables.proofs import Verdict

from .report import Broken
from .twice import CASE

_SOME = 3


def broken_by_tables(draft: Policy) -> tuple[Broken, ...]:
    """The promises and claims that its tables break or do not show, over all cases there can be:
    the same for which it would not be published."""
    try:
        doctrine.checked(draft)
        promises: Iterable[str] = ()
    except doctrine.DoctrineError as error:
        promises = error.problems
    claims = (proof for proof in proofs(draft) if proof.verdict is not Verdict.PROVED)
    return (
        *(Broken("promise", problem) for problem in promises),
        *(Broken("claim", f"{proof.claim}: {proof.verdict}, {proof.why}") for proof in claims),
    )


def broken_in_cases(cases: pl.DataFrame, lost: pl.DataFrame) -> list[Broken]:
    """What the draft takes from cases: remedies that were owed, and a second pair of eyes.

    `cases` and `lost` are what `compare` gives, with the `name` of each case.
    """
    return [*_no_longer_owed(cases, lost), *_authority(cases)]


def _no_longer_owed(cases: pl.DataFrame, lost: pl.DataFrame) -> list[Broken]:
    named = lost.join(cases.select(CASE, "name"), on=CASE)
    grouped = named.group_by("source").agg(
        pl.col(CASE).n_unique().alias("cases"),
        pl.col("name").unique(maintain_order=True).head(_SOME),
    )
    ranked = grouped.sort("cases", "source", descending=[True, False])
    return [
        Broken("owed", f"owed by {source or 'the policy in force'} and no longer, or less of it",
               cases, tuple(names))
        for source, cases, names in ranked.iter_rows()
    ]  # fmt: skip


def _authority(cases: pl.DataFrame) -> list[Broken]:
    """No less is given, and fewer people look at it."""
    no_less = pl.col("given+") >= pl.col("given")
    second = pl.col("second_person") & ~pl.col("second_person+")
    lead = (pl.col("role") == "lead") & (pl.col("role+") == "handler")
    told = {
        "no second person looks at it any more, and it gives no less": second,
        "a handler decides it alone where a lead did, and it gives no less": lead,
    }
    found = [(what, cases.filter(no_less & loosened)) for what, loosened in told.items()]
    return [
        Broken("authority", what, rows.height, tuple(rows["name"].head(_SOME)))
        for what, rows in found
        if rows.height
    ]

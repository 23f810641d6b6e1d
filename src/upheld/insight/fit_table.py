"""The evidence of fit as a table: what to hold a protected trait beside, for a check of proxies."""

import polars as pl

from upheld.store import fitting
from upheld.store import models as rows
from upheld.store.policy_files import fit_files
from upheld.store.sight.withheld import withheld


def fit_table() -> tuple[pl.DataFrame, int]:
    """A row a customer, a column a rule with what it weighs for them; and how many were left out
    because their fit is withheld. What is told is in the weight of its rule."""
    people = rows.FitAssessment.objects.filter(customer__merged_into=None)
    kept = people.exclude(at=None).order_by("customer")
    kept_back = withheld(people.values_list("customer", flat=True))
    names = [rule.id for rule in fit_files.rules()]
    told = []
    for row in kept.iterator():
        assessed = fitting.assessed_of(row)
        if assessed is None or row.customer_id in kept_back:
            continue
        weights = dict.fromkeys(names, 0.0)
        for line in assessed.lines:
            weights[line.rule] = weights.get(line.rule, 0.0) + float(line.weight)
        told.append({"customer": row.customer_id, **weights})
    schema = {"customer": pl.Int64, **dict.fromkeys(names, pl.Float64)}
    return pl.DataFrame(told, schema=schema), len(kept_back)

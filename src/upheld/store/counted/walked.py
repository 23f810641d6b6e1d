"""The newest rows that are so, where many are: the rows are walked through from the newest on until
there are enough.

A database that is told a condition guesses how many rows it holds of, and where it guesses few, it
looks at all of them and puts them in order. Of a choice between cases it guesses nothing.
"""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When


def walked(found: "QuerySet[Any]", so: Q, among: Q | None = None) -> "QuerySet[Any]":
    """Those that are so. `among` holds of all of them and of others, and costs little: a row of
    which it does not hold is asked nothing else."""
    no, yes = Value(False), Value(True)
    others = [When(~among, then=no)] if among is not None else []
    told = Case(*others, When(so, then=yes), default=no, output_field=BooleanField())
    return found.filter(told)

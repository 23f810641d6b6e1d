"""Ask the marts: what is asked is put on record first, and who asked it."""

from datetime import datetime

from django.db import transaction

from upheld.core.questions import QuestionError, checked_sql
from upheld.store import questions, seen

from . import may


@transaction.atomic
def ask_marts(sql: str, taken_as: str, by: may.Actor, now: datetime) -> str:
    """The question as it may be asked now; `taken_as` is a page, csv, parquet or json.

    The marts hold every case. Raises QuestionError, also to whoever would read of another team's
    own."""
    may.check("ask_marts", by)
    if seen.hides():
        raise QuestionError("some cases are another team's own: an auditor asks")
    said = checked_sql(sql)
    questions.asked(said, taken_as, by.name, now)
    return said


@transaction.atomic
def want_marts(by: may.Actor, now: datetime) -> None:
    """The marts are made anew as soon as a job has time for it."""
    may.check("want_marts", by)
    questions.wanted(by.name, now)

"""Keep questions over the marts under a name, for all who may ask."""

from datetime import datetime

from django.db import transaction

from upheld.core.questions import checked_name, checked_sql
from upheld.store import models as rows
from upheld.store import questions

from . import may


@transaction.atomic
def keep_question(name: str, sql: str, by: may.Actor, now: datetime) -> rows.Question:
    """Raises QuestionError."""
    may.check("keep_questions", by)
    return questions.kept(checked_name(name), checked_sql(sql), by.name, now)


@transaction.atomic
def rename_question(number: int, name: str, by: may.Actor, now: datetime) -> None:
    """Raises QuestionError."""
    may.check("keep_questions", by)
    questions.renamed(questions.held(number), checked_name(name), by.name, now)


@transaction.atomic
def delete_question(number: int, by: may.Actor, now: datetime) -> None:
    """Raises QuestionError."""
    may.check("keep_questions", by)
    questions.deleted(questions.held(number), by.name, now)

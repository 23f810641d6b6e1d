"""The page of questions: what may be asked, what was answered, and how old that is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from upheld.core.questions import QuestionError
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.questions import KeepForm, NamedForm, QuestionForm
from upheld.insight.marts.asking.answered import Answer
from upheld.insight.marts.asking.of_store import place
from upheld.insight.marts.build import Built, NoMarts, newest
from upheld.insight.marts.declared import MARTS
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import questions

from .fold import Fold, Opened, fold

_EXAMPLE = (
    "SELECT month, sum(complaints) AS complaints\nFROM months\nGROUP BY month\nORDER BY month"
)
_NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT")
_CASE = "case_number"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is read; `case` is where a case's number leads."""

    text: str
    amount: bool
    case: str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    answer: Answer


def answer_part(answer: Answer) -> AnswerPart:
    columns = tuple(Cell(name, _is_number(kind), "") for name, kind in answer.columns)
    rows = tuple(
        tuple(_cell(value, column) for value, column in zip(row, columns, strict=True))
        for row in answer.rows
    )
    return AnswerPart(columns, rows, answer)


def _is_number(kind: str) -> bool:
    return any(word in kind for word in _NUMBERS) and not kind.endswith("]")


def _cell(value: Any, column: Cell) -> Cell:
    if value is None:
        return Cell("", column.amount, "")
    is_case = column.text == _CASE and isinstance(value, int) and value > 0
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return Cell(text, column.amount, reverse("desk:case", args=[value]) if is_case else "")


def chosen(number: str) -> rows.Question | None:
    """The question of this number, where there is one."""
    try:
        return questions.of(int(number)) if number.isdecimal() else None
    except (QuestionError, ValueError, OverflowError):
        return None


def questions_page(
    form: DeskForm | None,
    kept: rows.Question | None,
    opened: Opened,
    by: may.Actor,
    part: AnswerPart | None = None,
) -> dict[str, Any]:
    built = _built()
    sql = form["sql"].value() if form is not None else kept.sql if kept else _EXAMPLE
    return {
        "form": form or QuestionForm(key="ask", initial={"sql": sql}),
        "part": part,
        "built": built,
        "wanted": questions.latest(),
        "may_want": may.allowed_any("want_marts", by),
        "marts": MARTS,
        "questions": rows.Question.objects.all(),
        "chosen": kept,
        "folds": _folds(sql or "", kept, opened),
    }


def _built() -> Built | None:
    try:
        return newest(place())
    except NoMarts:
        return None


def _folds(sql: str, kept: rows.Question | None, opened: Opened) -> list[Fold]:
    keep = KeepForm(key="keep", initial={"sql": sql})
    folds = [fold(opened, "keep", "Keep this question", "Keep it",
                  reverse("desk:question_keep"), keep)]  # fmt: skip
    if kept is not None:
        named = NamedForm(key="rename", initial={"name": kept.name})
        folds += [
            fold(opened, "rename", "Give it another name", "Keep the name",
                 reverse("desk:question_rename", args=[kept.pk]), named),
            fold(opened, "delete", "Delete it", f"Delete “{kept.name}”",
                 reverse("desk:question_delete", args=[kept.pk]), NothingToFill(key="delete")),
        ]  # fmt: skip
    return folds

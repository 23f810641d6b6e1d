"""Questions of one's own over the marts: one SELECT, read-only, each on record."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import Given
from upheld.api.problems import missing
from upheld.api.told.questions import (
    AnswerTold,
    KeptQuestionTold,
    MartColumnTold,
    MartsTold,
    MartTold,
)
from upheld.api.values import Line, Said
from upheld.api.versions import listed_as_read
from upheld.core.questions import QuestionError
from upheld.core.words import Scope
from upheld.insight.marts.asking.of_store import answer, counts, place
from upheld.insight.marts.build import NoMarts, newest
from upheld.insight.marts.declared import MARTS, Mart
from upheld.steps import may
from upheld.steps.ask_marts import ask_marts, want_marts
from upheld.steps.keep_questions import delete_question, keep_question, rename_question
from upheld.store import models as rows
from upheld.store import questions as kept

from .base import ANY_VERSION, THAT_VERSION, Routes, made

questions = Routes(tags=["questions"])
_Number = Annotated[int, Field(ge=1, le=2**53)]


class AskGiven(Given):
    sql: Said


class KeptQuestionGiven(Given):
    name: Line
    sql: Said


class QuestionNameGiven(Given):
    name: Line


@questions.reads("/marts", MartsTold)
def read_marts(request: HttpRequest) -> MartsTold:
    """What can be asked, and of which moment it is. 404 before the first were made."""
    may.check("ask_marts", by(request))
    try:
        built = newest(place())
    except NoMarts:
        raise missing() from None
    told = list(map(_mart, MARTS))
    return MartsTold(at=built.at, engine=built.engine, rows=dict(counts(built)), marts=told)


def _mart(mart: Mart) -> MartTold:
    columns = [
        MartColumnTold(
            name=each.name,
            type=each.kind.value,
            meaning=each.meaning,
            unit=each.unit,
            personal=each.personal,
            withheld=each.withheld,
        )
        for each in mart.columns
    ]
    return MartTold(name=mart.name, about=mart.about, key=list(mart.key), columns=columns)


@questions.writes("POST", "/marts/answers", AnswerTold, Scope.READ)
def ask_the_marts(request: HttpRequest, body: AskGiven) -> AnswerTold:
    """Asks one SELECT, in ten seconds and at most 200 rows. It changes nothing but the record,
    which says what was asked."""
    may.check("ask_marts", by(request))
    told = answer(ask_marts(body.sql, "json", by(request), now(request)))
    columns = [list(each) for each in told.columns]
    found = [list(each) for each in told.rows]
    return AnswerTold(columns=columns, rows=found, more=told.more, cut=told.cut)


@questions.writes("POST", "/marts/wishes", MartsTold | None, Scope.POLICIES)
def wish_for_marts(request: HttpRequest) -> MartsTold | None:
    """The marts are made anew by a job; those of now are told, where there are some."""
    may.check("want_marts", by(request))
    want_marts(by(request), now(request))
    try:
        newest(place())
    except NoMarts:
        return None
    return read_marts(request)


@questions.reads("/questions", list[KeptQuestionTold])
def list_questions(request: HttpRequest) -> list[rows.Question]:
    """The questions that somebody keeps, by name."""
    may.check("ask_marts", by(request))
    return list(rows.Question.objects.all())


@questions.writes("POST", "/questions", KeptQuestionTold, Scope.POLICIES, status=201)
def save_question(request: HttpRequest, body: KeptQuestionGiven) -> object:
    """Keeps a question under a name, for all who may ask."""
    may.check("keep_questions", by(request))
    return made(keep_question(body.name, body.sql, by(request), now(request)))


@questions.writes(
    "PUT", "/questions/{number}/name", KeptQuestionTold, Scope.POLICIES, match=THAT_VERSION
)
def name_question(request: HttpRequest, number: _Number, body: QuestionNameGiven) -> rows.Question:
    """Gives a question another name."""
    may.check("keep_questions", by(request))
    with listed_as_read(request, KeptQuestionTold, lambda: _question(number), needed=True):
        rename_question(_question(number).pk, body.name, by(request), now(request))
    return kept.of(number)


@questions.writes(
    "DELETE", "/questions/{number}", list[KeptQuestionTold], Scope.POLICIES, match=ANY_VERSION
)
def drop_question(request: HttpRequest, number: _Number) -> list[rows.Question]:
    """Deletes a question, which the record keeps; those that are left are told."""
    may.check("keep_questions", by(request))
    with listed_as_read(request, KeptQuestionTold, lambda: _question(number)):
        delete_question(_question(number).pk, by(request), now(request))
    return list(rows.Question.objects.all())


def _question(number: int) -> rows.Question:
    try:
        return kept.of(number)
    except QuestionError:
        raise missing() from None

"""Questions of one's own over the marts: asked, taken away as a file, kept under a name."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.questions import QuestionError
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.questions import KeepForm, NamedForm, QuestionForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.questions import AnswerPart, answer_part, chosen, questions_page
from upheld.insight.marts.asking import files
from upheld.insight.marts.asking.answered import FILE, PAGE, Answer, Limits
from upheld.insight.marts.asking.guard import NotAsked
from upheld.insight.marts.asking.of_store import answer
from upheld.insight.marts.build import NoMarts
from upheld.steps.ask_marts import ask_marts, want_marts
from upheld.steps.keep_questions import delete_question, keep_question, rename_question

from .acting import sentence
from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There

_FILES: dict[str, tuple[Callable[[Answer], bytes], str]] = {
    "csv": (files.csv, "text/csv; charset=utf-8"),
    "parquet": (files.parquet, "application/vnd.apache.parquet"),
}


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The form, with a question that was kept where one is chosen; nothing is asked yet."""
    may_take(request, "ask_marts")
    return _page(request, Opened(request.GET.get("do", "")), HTTPStatus.OK)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    may_take(request, "ask_marts")
    form, told = _asked(request, "page", PAGE)
    part = answer_part(told) if told else None
    status = HTTPStatus.OK if told else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, Opened(), status, form, part)


@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """The answer as a file, with more rows than a page has."""
    may_take(request, "ask_marts")
    ending = "parquet" if request.POST.get("as") == "parquet" else "csv"
    form, told = _asked(request, ending, FILE)
    if told is None:
        return _page(request, Opened(), HTTPStatus.UNPROCESSABLE_ENTITY, form)
    made, kind = _FILES[ending]
    name = f"answer-{now():%Y-%m-%d}{'-first-rows' if told.more else ''}.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made(told), content_type=kind, headers=disposition)


@require_POST
def keep_it(request: HttpRequest) -> HttpResponse:
    form = KeepForm(request.POST, key="keep")
    number = 0

    def step() -> str:
        nonlocal number
        told = form.cleaned_data
        number = keep_question(told["name"], told["sql"], person(request), now()).pk
        return "It is kept, for all who may ask."

    return _act(request, "keep", form, step, lambda: _at(number))


@require_POST
def rename(request: HttpRequest, number: int) -> HttpResponse:
    form = NamedForm(request.POST, key="rename")

    def step() -> str:
        rename_question(number, form.cleaned_data["name"], person(request), now())
        return "It has the name that you gave it."

    there = There(lambda: _named(number), (EventKind.QUESTION_CHANGED,), about={"question": number})
    return _act(request, "rename", form, step, lambda: _at(number), number, there)


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    def step() -> str:
        delete_question(number, person(request), now())
        return "It is deleted; the record keeps what it asked."

    form = NothingToFill(request.POST, key="delete")
    return _act(request, "delete", form, step, lambda: reverse("desk:questions"), number)


@require_POST
def want(request: HttpRequest) -> HttpResponse:
    """The marts are made anew by a job, so that nobody waits for them here."""
    may_take(request, "want_marts")
    want_marts(person(request), now())
    messages.success(request, "They are being made anew: look again in a moment.")
    return HttpResponseRedirect(reverse("desk:questions"), status=HTTPStatus.SEE_OTHER)


def _asked(request: HttpRequest, taken_as: str, limits: Limits) -> tuple[DeskForm, Answer | None]:
    form = QuestionForm(request.POST, key="ask")
    if form.is_valid():
        try:
            sql = ask_marts(form.cleaned_data["sql"], taken_as, person(request), now())
            return form, answer(sql, limits)
        except (QuestionError, NotAsked, NoMarts) as error:
            form.add_error("sql", sentence(error))
    return form, None


def _act(
    request: HttpRequest,
    key: str,
    form: DeskForm,
    step: Callable[[], str],
    to: Callable[[], str],
    number: int | None = None,
    there: There | None = None,
) -> HttpResponse:
    may_take(request, "keep_questions")

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _page(request, opened, status, number=number)

    return keep(request, key, form, step, (QuestionError,), to, page, there)


def _named(number: int) -> dict[str, str] | None:
    row = chosen(str(number))
    return {"name": row.name} if row else None


def _at(number: int) -> str:
    return f"{reverse('desk:questions')}?question={number}"


def _page(
    request: HttpRequest,
    opened: Opened,
    status: int,
    form: DeskForm | None = None,
    part: AnswerPart | None = None,
    number: int | None = None,
) -> HttpResponse:
    """`number` is that of the question that was acted on."""
    told = str(number or request.POST.get("question") or request.GET.get("question", ""))
    context = questions_page(form, chosen(told), opened, person(request), part)
    context |= {"section": "questions", "now": now()}
    return render(request, "desk/questions.html", context, status=status)

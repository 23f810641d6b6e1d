"""A customer's fit: assessed anew, noted, contested, reviewed; each leads back to their page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from upheld.desk.forms.fit import AssessForm, ContestForm, NoteForm, ReviewForm
from upheld.desk.show.customer import customer_page
from upheld.desk.show.fold import Opened
from upheld.steps import may
from upheld.steps.assess_fit import assess_fit
from upheld.steps.contest_fit import ContestMissing, FitError, contest_fit, note_fit, review_fit
from upheld.store.models import Customer

from . import once, unfolding
from .acting import sentence
from .asking import now, person


@require_POST
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    form = AssessForm(request.POST, key="assess")

    def step() -> str:
        assess_fit(pk, person(request), now(), form.cleaned_data["instead"])
        return "It is assessed from what they did and told."

    return _act(request, pk, Opened("assess", form), step)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    form = NoteForm(request.POST, key="note")

    def step() -> str:
        told = form.cleaned_data
        note_fit(pk, told["text"], told["on"], person(request), now())
        return "It is noted."

    return _act(request, pk, Opened("note", form), step)


@require_POST
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    key = f"contest-{request.POST.get('line', '').replace(':', '-')}"
    form = ContestForm(request.POST, key=key)

    def step() -> str:
        told = form.cleaned_data
        contest_fit(pk, told["line"], told["why"], told["by_customer"], person(request), now())
        return "The line counts no more, until another person has looked at it."

    return _act(request, pk, Opened(key, form), step)


@require_POST
def review(request: HttpRequest, pk: int, contest_id: int) -> HttpResponse:
    form = ReviewForm(request.POST, key=f"review-{contest_id}")

    def step() -> str:
        stands = form.cleaned_data["stands"] == "yes"
        found = form.cleaned_data["found"]
        review_fit(contest_id, stands, found, person(request), now(), pk)
        return "The line counts again." if stands else "The line stays out."

    return _act(request, pk, Opened(f"review-{contest_id}", form), step)


def _act(request: HttpRequest, pk: int, opened: Opened, step: Callable[[], str]) -> HttpResponse:
    if (again := once.repeated(request)) is not None:
        return again
    found, form = get_object_or_404(Customer, pk=pk), opened.form
    if form is not None and form.is_valid():
        try:
            told = step()
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except ContestMissing:
            raise Http404 from None
        except may.WrongState as error:
            form.add_error(None, sentence(error))
        except FitError as error:
            field, _, words = str(error).partition(": ")
            name = field if field in form.fields else None
            form.add_error(name, f"{words[:1].upper()}{words[1:]}.")
        else:
            messages.success(request, told)
            return once.done(request, f"{reverse('desk:customer', args=[pk])}#fit")
    opened = unfolding.beside(request, opened)
    page = customer_page(found, person(request), now(), request.GET, opened=opened)
    return render(request, "desk/customer.html", page, status=422)

"""What a draft would have decided otherwise, as a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from upheld.desk.show.backtest import backtest_page
from upheld.insight.backtest.kept import NotCompared, backtest_kept, of_folder
from upheld.store import drafts
from upheld.store.drafts import DraftMissing
from upheld.tables import Policy, PolicyError

from .asking import now


@require_safe
def backtest_of_folder(request: HttpRequest, folder: str) -> HttpResponse:
    """A folder beside the firm's policy, tried on all cases that were decided."""
    if not (Path(settings.POLICIES) / folder / "policy.yaml").is_file():
        raise Http404(f"there is no policy {folder}")
    try:
        draft = of_folder(folder)
    except PolicyError as error:
        return _refused(request, str(error).splitlines())
    return _shown(request, f"folder {folder}", draft)


@require_safe
def backtest_of_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft of the desk, tried on all cases that were decided."""
    try:
        row = drafts.draft(draft_id)
        draft = drafts.policy_of(row)
    except DraftMissing as error:
        raise Http404(str(error)) from None
    except PolicyError as error:
        return _refused(request, str(error).splitlines())
    crumb = {"label": row.note, "url": reverse("desk:draft", args=[draft_id])}
    return _shown(request, f"draft {draft_id}", draft, crumb)


def _shown(
    request: HttpRequest, of: str, draft: Policy, crumb: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page of a draft's backtest. `crumb` has the label and the url of where it came from."""
    at = now()
    worked = backtest_kept(of, draft, at)
    context = {"section": "policies", "worked": worked, "crumb": crumb, "now": at}
    match worked.told:
        case NotCompared(problems):
            return _refused(request, problems)
        case None:
            context["headline"] = f"What {draft.version} would have decided"
        case report:
            context |= backtest_page(report)
    return render(request, "desk/policies/backtest.html", context)


def _refused(request: HttpRequest, problems: Sequence[str]) -> HttpResponse:
    context = {"section": "policies", "problems": problems, "now": now()}
    return render(request, "desk/policies/no_backtest.html", context, status=422)

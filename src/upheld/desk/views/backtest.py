"""What a draft would have decided otherwise, as a page."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from upheld.core.doctrine import DoctrineError
from upheld.desk.show.backtest import backtest_page
from upheld.insight.backtest import CannotCompare, backtest
from upheld.insight.backtest.past import decided_cases
from upheld.insight.backtest.run import InForce
from upheld.store import drafts, policies
from upheld.store.drafts import DraftMissing
from upheld.tables import Policy, PolicyError, load

from .asking import now


@require_safe
def backtest_of_folder(request: HttpRequest, folder: str) -> HttpResponse:
    """A folder beside the firm's policy, tried on all cases that were decided."""
    path = Path(settings.POLICIES) / folder
    if not (path / "policy.yaml").is_file():
        raise Http404(f"there is no policy {folder}")
    try:
        draft = load(path)
    except PolicyError as error:
        return _refused(request, str(error).splitlines())
    return render_backtest(request, draft, policies.by_day())


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
    return render_backtest(request, draft, policies.by_day(), crumb)


def render_backtest(
    request: HttpRequest, draft: Policy, in_force: InForce, crumb: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page of a draft's backtest. `crumb` has the label and the url of where it came from."""
    at = now()
    try:
        report = backtest(draft, in_force, decided_cases(), at)
    except (CannotCompare, DoctrineError) as error:
        return _refused(request, str(error).splitlines())
    context = {"section": "policies", **backtest_page(report), "crumb": crumb, "now": at}
    return render(request, "desk/policies/backtest.html", context)


def _refused(request: HttpRequest, problems: list[str]) -> HttpResponse:
    context = {"section": "policies", "problems": problems, "now": now()}
    return render(request, "desk/policies/no_backtest.html", context, status=422)

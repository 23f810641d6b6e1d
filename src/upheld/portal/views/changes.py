"""What people said and what we did, for everybody: words that two of us approved, and no more."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.core.changes import Verdict, about_less
from upheld.core.reply import told_day
from upheld.portal.page_parts import PublicChange
from upheld.portal.show import firm
from upheld.store import changes as kept
from upheld.store import models as rows

_CACHED = 300  # seconds that anybody on the way may keep the page


@login_not_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The public wall: it knows nobody, so it is the same for all."""
    found = kept.changes().exclude(approved_at=None)
    response = render(
        request, "portal/changes.html", {"changes": [_shown(row) for row in found], **firm()}
    )
    response.headers["Cache-Control"] = f"public, max-age={_CACHED}"
    return response


_BECAME = {
    Verdict.WORKED: "We looked whether it helps, and it does.",
    Verdict.RETURNED: "It did not last, and we are looking for what we missed.",
    Verdict.DID_NOT: "We looked whether it helps, and it has not done what we wanted yet.",
    Verdict.CANNOT_TELL: "Whether it helps we cannot tell yet.",
}


def _shown(row: rows.Change) -> PublicChange:
    check = kept.latest(row)
    verdict = Verdict(check.verdict) if check else Verdict.CANNOT_TELL
    ratio = kept.ratio(check) if check else None
    became = _BECAME[verdict]
    if verdict is Verdict.WORKED and ratio:
        became = f"We looked whether it helps, and it does: it happens {about_less(ratio)}."
    return PublicChange(row.public_words, told_day(row.made_on), became)

"""Legal holds as they are read: all that stand, and those over a case or a customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from upheld.desk.forms.legal_holds import LegalHoldForm, LegalHoldLiftForm, LegalHoldReviewForm
from upheld.store import legal_holds
from upheld.store import models as rows

from .fold import Fold, Opened, fold

_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold that stands, and whether its review is due; `shown` says whether its reason is for
    whoever looks to read."""

    row: rows.LegalHold
    late: bool
    shown: bool
    words: legal_holds.Words
    folds: list[Fold]


def legal_holds_page(now: datetime, page: str | None, opened: Opened) -> dict[str, Any]:
    """The page of all holds that whoever looks may see, the first to be reviewed first."""
    today = timezone.localdate(now)
    found = rows.LegalHold.objects.select_related("case", "customer")
    standing = Paginator(found.filter(pk__in=legal_holds.standing().values("pk")), _A_PAGE)
    listed = standing.get_page(page)
    words = legal_holds.words(listed)
    lines = [
        HoldLine(row, row.review_due <= today, True, words[row.pk], _folds(row, opened))
        for row in listed
    ]
    lifted = list(found.exclude(lifted_at=None).order_by("-lifted_at", "-pk")[:_A_PAGE])
    said = legal_holds.words(lifted)
    return {
        "section": "legal_holds",
        "page": listed,
        "lines": lines,
        "place": _place(opened),
        "lifted": [(row, said[row.pk]) for row in lifted],
        "all_folds": [each for line in lines for each in line.folds],
    }


def _place(opened: Opened) -> LegalHoldForm:
    if isinstance(opened.form, LegalHoldForm):
        return opened.form
    return LegalHoldForm(key="place", initial={"whom": opened.given.get("whom", "")})


def _folds(row: rows.LegalHold, opened: Opened) -> list[Fold]:
    def one(step: str, label: str, form: type[LegalHoldReviewForm | LegalHoldLiftForm]) -> Fold:
        action = reverse("desk:legal_hold_step", args=[row.pk, step])
        page, key = reverse("desk:legal_holds"), f"{step}-{row.pk}"
        told = f"{label} legal hold {row.pk}"
        return fold(opened, key, told, label, action, lambda key: form(key=key), page)

    return [one("review", "Review", LegalHoldReviewForm), one("lift", "Lift", LegalHoldLiftForm)]


def of(found: Iterable[rows.LegalHold], today: date) -> list[HoldLine]:
    """Those over a case or a customer, for their page."""
    holds = list(found)
    shown, words = legal_holds.shown(holds), legal_holds.words(holds)
    return [
        HoldLine(row, row.review_due <= today, row.pk in shown, words[row.pk], []) for row in holds
    ]


def to_review(many: int) -> str:
    """What the first page tells whoever may lift one; nothing where no review is due."""
    if not many:
        return ""
    return (
        "One legal hold is to be reviewed"
        if many == 1
        else f"{many} legal holds are to be reviewed"
    )

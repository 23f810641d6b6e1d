"""What outside bodies ruled on a case, and the form for one."""

from typing import Any

from django.urls import reverse_lazy

from upheld.core.words import CaseState
from upheld.desk.forms.team import OutsideForm
from upheld.store import models as rows

from .folds import Folds

_ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED)


def outside_part(case: rows.Case, folds: Folds) -> dict[str, Any]:
    """Offered once an answer has left; a case that was opened again keeps what was ruled."""
    action = reverse_lazy("desk:outside", args=[case.pk])
    label, submit = "An outside body ruled on our answer", "Keep what they ruled"
    made = folds.of(
        "record_outside", "outside", label, submit, action, lambda key: OutsideForm(key=key)
    )
    told = made if case.state in _ANSWERED else []
    return {"outside": list(case.outside_rulings.all()), "outside_folds": told}

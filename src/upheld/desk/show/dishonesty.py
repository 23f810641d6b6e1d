"""That a statement was knowingly untrue, as it is told: apart from merit, and of the statement."""

from collections.abc import Callable
from dataclasses import dataclass

from upheld.core.dishonesty import DishonestyState
from upheld.desk.forms.answer import AgreementForm
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.dishonesty import ProposalForm, ReviewForm, WithdrawalForm
from upheld.steps import may
from upheld.steps.dishonesty import proposed_by
from upheld.store import models as rows

Step = tuple[str, str, str, Callable[[str], DeskForm]]


@dataclass(frozen=True, slots=True)
class UntruePart:
    """`told` is the finding unless it was withdrawn; `evidence` what it names."""

    told: rows.Dishonesty | None
    evidence: tuple[str, ...]


def untrue_part(row: rows.Allegation) -> UntruePart:
    found = getattr(row, "dishonesty", None)
    if found is None or found.state == DishonestyState.WITHDRAWN:
        return UntruePart(None, ())
    named = [item.text for item in row.evidence.all() if item.pk in found.evidence]
    return UntruePart(found, tuple(named))


def untrue_steps(row: rows.Allegation, by: may.Actor) -> list[Step]:
    """What can be done next: step, label, button, form. Nothing before there is a finding and
    evidence: most complaints that are not so are honest."""
    found = getattr(row, "dishonesty", None)
    kept = list(row.evidence.all())
    if found is None or found.state == DishonestyState.WITHDRAWN:
        offered = kept and getattr(row, "finding", None) is not None
        proposal: Step = (
            "propose", "Knowingly untrue?", "Propose it to a lead",
            lambda key: ProposalForm(key=key, kept=kept),
        )  # fmt: skip
        return [proposal] if offered else []
    withdrawal: Step = (
        "withdraw",
        "Withdraw it",
        "Withdraw it",
        lambda key: WithdrawalForm(key=key),
    )
    if found.state == DishonestyState.PROPOSED:
        confirmation: Step = (
            "confirm", "Confirm it", "I saw the evidence and confirm it",
            lambda key: AgreementForm(key=key, initial={"read": found.statement}),
        )  # fmt: skip
        return [withdrawal] if proposed_by(found, by) else [confirmation, withdrawal]
    review: Step = ("review", "Review it", "Keep the review", lambda key: ReviewForm(key=key))
    return [review, withdrawal] if may.leads(by) else []

"""The forms of a case page, folded away until they are wanted, each offered only where it may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse, reverse_lazy

from upheld.core.obligations import Force
from upheld.core.reply import Letter
from upheld.core.words import LetterState
from upheld.desk.forms.answer import (
    AcceptanceForm,
    AddressForm,
    ApprovalForm,
    LetterForm,
    NothingToFill,
    OwnerForm,
    ReopeningForm,
)
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.clocks import PauseForm
from upheld.desk.forms.complaint import MendForm
from upheld.desk.forms.investigate import (
    AllegationForm,
    CircumstancesForm,
    FindingForm,
)
from upheld.desk.forms.precedents import DecidingForm
from upheld.steps import may
from upheld.steps.decide_again import was_theirs
from upheld.steps.deliver import undelivered
from upheld.store import models as rows
from upheld.store.merged import complained_too
from upheld.store.rows.people import private_team
from upheld.tables import Policy

from .begun import (
    as_drafted,
    circumstances_of,
    closing_form,
    evidence_form,
    facts_form,
    words_of,
)
from .dishonesty import untrue_steps
from .fold import DRAWN, Fold, Opened, fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(slots=True)
class Folds:
    """Makes the folds of one case for one person; `offered` are those it made, by their key."""

    case: rows.Case
    by: may.Actor
    opened: Opened
    policy: Policy
    offered: dict[str, Fold] = field(default_factory=dict)
    page: str = field(init=False)

    def __post_init__(self) -> None:
        self.page = reverse("desk:case", args=[self.case.pk])

    def of_allegation(self, allegation: rows.Allegation, suggested: str) -> list[Fold]:
        if not self._may("investigate"):
            return []
        at = [self.case.pk, allegation.pk]
        finding = getattr(allegation, "finding", None)
        told = {"result": finding.result, "because": finding.because} if finding else {}
        told = told or {"because": suggested}
        return [
            self._fold(
                f"finding-{allegation.pk}",
                "Mend the finding" if finding else "Record the finding",
                "Record the finding",
                reverse_lazy("desk:finding", args=at),
                lambda key: FindingForm(key=key, initial=told),
            ),
            self._fold(
                f"facts-{allegation.pk}",
                "Facts",
                "Keep the facts",
                reverse_lazy("desk:facts", args=at),
                lambda key: facts_form(allegation, self.policy, key),
            ),
            self._fold(
                f"evidence-{allegation.pk}",
                "Evidence",
                "Add the evidence",
                reverse_lazy("desk:evidence", args=at),
                lambda key: evidence_form(allegation, self.policy, key),
            ),
        ]

    def of_investigation(self) -> list[Fold]:
        if not self._may("investigate"):
            return []
        return [
            self._on_case("allegation", "Add an allegation", "Add the allegation", AllegationForm),
            self._fold(
                "circumstances",
                "Circumstances of the complaint",
                "Keep the circumstances",
                reverse_lazy("desk:circumstances", args=[self.case.pk]),
                lambda key: CircumstancesForm(key=key, initial=circumstances_of(self.case)),
            ),
        ]

    def of_decision(self, ready: bool, approval: bool, differs: bool) -> list[Fold]:
        offered = []
        if approval and self._may("approve"):
            offered.append(
                self._fold(
                    "approval",
                    "Approve",
                    "Approve the decision",
                    reverse_lazy("desk:approval", args=[self.case.pk]),
                    lambda key: ApprovalForm(key=key, initial={"decision": self._decision_id()}),
                )
            )
        if ready and self._may("decide"):
            again = bool(self.case.decisions.all())
            label = "Decide again" if again else "Decide"
            asked = {"again": was_theirs(self.case, self.by), "differs": differs}
            offered.append(
                self._fold(
                    "decision",
                    label,
                    "Decide by the policy",
                    reverse_lazy("desk:decision", args=[self.case.pk]),
                    lambda key: DecidingForm(key=key, **asked),
                )
            )
        return offered

    def of_words(self) -> list[Fold]:
        if not self._may("mend"):
            return []
        action = reverse_lazy("desk:words", args=[self.case.pk])
        return [
            self._fold(
                "words", "Mend what was written down", "Keep it", action,
                lambda key: MendForm(key=key, initial=words_of(self.case)),
            )
        ]  # fmt: skip

    def of_marking(self, form: Callable[[str], DeskForm]) -> list[Fold]:
        """How words of the complaint become what is alleged."""
        if not self._may("investigate"):
            return []
        action = reverse_lazy("desk:marking", args=[self.case.pk])
        drawn = "desk/case/marking_form.html"
        return [self._fold("marking", "Mark what is alleged", "Keep it", action, form, drawn)]

    def of_question(self, drafted: Callable[[], Letter]) -> list[Fold]:
        """The letter that asks what only the customer can tell."""
        if not self._may("ask"):
            return []
        action = reverse_lazy("desk:question", args=[self.case.pk])
        return [
            self._fold(
                "question", "Ask by letter", "Send", action,
                lambda key: LetterForm(key=key, initial=as_drafted(drafted())),
            )
        ]  # fmt: skip

    def of_dishonesty(self, row: rows.Allegation) -> list[Fold]:
        """A statement that was knowingly untrue: proposed, confirmed, withdrawn, reviewed."""
        return [
            self._fold(
                f"{step}-{row.pk}",
                label,
                submit,
                reverse_lazy(f"desk:{step}", args=[self.case.pk, row.pk]),
                form,
            )
            for step, label, submit, form in untrue_steps(row, self.by)
            if self._may(f"{step}_dishonesty")
        ]

    def of_delivery(self) -> list[Fold]:
        """How a letter that did not leave is seen off."""
        letter = undelivered(self.case)
        if letter is None or not self._may("deliver"):
            return []
        again, posted = (
            reverse_lazy(f"desk:{name}", args=[self.case.pk, letter.pk])
            for name in ("again", "posted")
        )
        failed = letter.state == LetterState.FAILED
        to = {"email": complained_too.addressee(self.case, letter).email}
        return [
            self._fold(
                "again", "Send it again" if failed else "Send it by e-mail", "Send it", again,
                lambda key: AddressForm(key=key, initial=to),
            ),
            self._fold(
                "posted", "It was posted", "It was posted", posted,
                lambda key: NothingToFill(key=key),
            ),
        ]  # fmt: skip

    def of_letter(self, step: str, label: str, letter: Letter) -> list[Fold]:
        if not self._may(step):
            return []
        action = reverse_lazy("desk:letter", args=[self.case.pk])
        told = as_drafted(letter) | {"decision": self._decision_id()}
        drawn = "desk/case/letter_form.html"
        return [
            self._fold(
                "letter", label, "Send", action,
                lambda key: LetterForm(key=key, initial=told), drawn,
            )
        ]  # fmt: skip

    def of_ending(self, whose: Sequence[tuple[int, str]]) -> list[Fold]:
        """`whose` words of our answer may be recorded, where others complained too."""
        offered = []
        if whose or self._may("hear"):
            offered.append(
                self._fold(
                    "acceptance",
                    "What they say of it",
                    "Record it",
                    reverse_lazy("desk:acceptance", args=[self.case.pk]),
                    lambda key: AcceptanceForm(key=key, whose=whose),
                )
            )
        if self._may("close"):
            offered.append(
                self._fold(
                    "closure",
                    "Close with a cause",
                    "Close the case",
                    reverse_lazy("desk:closure", args=[self.case.pk]),
                    lambda key: closing_form(self.case, key),
                )
            )
        if self._may("reopen") and self.case.merged_into_id is None:
            offered.append(
                self._on_case("reopening", "Open it again", "Open it again", ReopeningForm)
            )
        return offered

    def of_clocks(self) -> list[Fold]:
        """Our own targets stop while we wait for the customer, and go on."""
        if self.case.paused_since:
            if not self._may("resume"):
                return []
            return [self._on_case("resumption", "Go on with our targets", "Go on", NothingToFill)]
        targets = [c for c in self.case.clocks.all() if c.force == Force.OWN and not c.met_at]
        if not targets or not self._may("pause"):
            return []
        return [self._on_case("pause", "Pause our own targets", "Pause them", PauseForm)]

    def of(
        self, step: str, key: str, label: str, submit: str, action: "StrOrPromise",
        form: Callable[[str], DeskForm],
    ) -> list[Fold]:  # fmt: skip
        """A fold that another file makes, offered where the step may be taken."""
        return [self._fold(key, label, submit, action, form)] if self._may(step) else []

    def of_owner(self) -> list[Fold]:
        if not self._may("assign"):
            return []
        action = reverse_lazy("desk:owner", args=[self.case.pk])
        owner, kept_by = {"owner": self.case.owner_id}, private_team(self.case.owner)
        return [
            self._fold(
                "owner", "Give it to someone", "Give it", action,
                lambda key: OwnerForm(key=key, initial=owner, kept_by=kept_by),
            )
        ]  # fmt: skip

    def _decision_id(self) -> int | None:
        latest = next(iter(self.case.decisions.all()), None)
        return latest.pk if latest else None

    def _may(self, step: str) -> bool:
        return may.allowed(step, self.by, self.case.state)

    def _on_case(self, key: str, label: str, submit: str, form: type[DeskForm]) -> Fold:
        action = reverse_lazy(f"desk:{key}", args=[self.case.pk])
        return self._fold(key, label, submit, action, lambda key: form(key=key))

    def _fold(
        self, key: str, label: str, submit: str, action: "StrOrPromise",
        form: Callable[[str], DeskForm], drawn: str = DRAWN,
    ) -> Fold:  # fmt: skip
        made = fold(self.opened, key, label, submit, action, form, self.page, drawn)
        self.offered[key] = made
        return made

"""What in a case is theirs who complained in it: they read that, and nothing of anybody else."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from upheld.core.words import CaseId, CaseState, LetterState
from upheld.store import complained_too, merging
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class Mine:
    """A case with what in it is theirs to read. `went`: it went over into another customer's
    (steps/merge.py), of which nothing is shown but how far it is, `there`; `answer` is the one to
    them that stands."""

    case: rows.Case
    letters: list[rows.Letter]
    evidence: list[rows.Evidence]
    went: rows.Merge | None
    there: rows.Case
    answer: rows.Letter | None = None

    @property
    def together(self) -> bool:
        return self.went is not None

    @property
    def told_so(self) -> bool:
        """Whether they were told that we have it: what went over unacknowledged stays so here."""
        return not self.went or self.went.before["case"]["case"]["state"] != CaseState.RECEIVED

    @property
    def left(self) -> list[rows.Letter]:
        """The letters that left our hands: a draft is nobody's yet."""
        return [row for row in self.letters if row.queued_at and row.state != LetterState.DRAFT]


def read(case_id: CaseId) -> Mine:
    found = rows.Case.objects.select_related("satisfaction", "customer").prefetch_related(
        "acceptances", "clocks", "letters", "evidence", "ideas__fate__change"
    )
    # Most have none: whether there is any is told by the statement that reads the case.
    recorded = rows.Conduct.objects.filter(case=OuterRef("pk"))
    case = found.annotate(has_conduct=Exists(recorded)).get(pk=case_id)
    if case.merged_into_id and (went := merging.gone_over(case)):
        return _beside_another(case, went)
    others = merging.of_others(case)
    letters = [row for row in case.letters.all() if row.pk not in others.letters]
    # An address may have changed since: what is not known to be theirs is not shown.
    known = ("", case.customer.email)
    evidence = [
        row
        for row in case.evidence.all()
        if row.pk not in others.evidence and (row.with_whom in known or not others.wrote)
    ]
    return Mine(case, letters, evidence, None, case)


def _beside_another(case: rows.Case, went: rows.Merge) -> Mine:
    there = merging.worked_on_in(case)
    # What went over with it, and what we wrote to them since, in whichever case of theirs.
    theirs = Q(pk__in=went.moved.get("letters", ()))
    theirs |= Q(case__in=complained_too.of_customer(there, case.customer_id))
    letters = list(rows.Letter.objects.filter(theirs))
    answer = complained_too.answer_to(case)
    return Mine(case, letters, _sent_by(case, went), went, there, answer)


def _sent_by(case: rows.Case, went: rows.Merge) -> list[rows.Evidence]:
    """What went over with the case, and what they wrote into the other since."""
    since = Q(case=merging.leads_to(case), with_whom=case.customer.email or case.customer.name)
    moved = Q(pk__in=went.moved.get("evidence", ()))
    return list(rows.Evidence.objects.filter(moved | since))

"""What in a case is theirs who complained in it: they read that, and nothing of anybody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from upheld.core.words import CaseId, CaseState, LetterState
from upheld.store import came_last, load, mailed
from upheld.store import models as rows
from upheld.store.erased.words import GONE
from upheld.store.merged import complained_too, merging, written
from upheld.store.sight import own_conduct


@dataclass(frozen=True, slots=True)
class Mine:
    """A case with what in it is theirs to read. `went`: it went over into another customer's
    (steps/merge.py), of which nothing is shown but how far it is, `there`; `answer` is the one to
    them that stands, and `said` what they say of our answer. `goes_on`: it is history in another of
    theirs, where what they write is heard; `heard` is where that is worked on. `shared`: it is or
    was together with a case of another customer; `since` is from when on one came into it."""

    case: rows.Case
    letters: list[rows.Letter]
    evidence: list[rows.Evidence]
    mailed: mailed.Mailed
    went: rows.Merge | None
    there: rows.Case
    answer: rows.Letter | None
    said: rows.Acceptance | None
    goes_on: rows.Case | None
    heard: rows.Case
    shared: bool
    since: datetime | None

    @property
    def together(self) -> bool:
        return self.went is not None

    @property
    def state(self) -> CaseState:
        """How far it is for them (store/merged/complained_too.py)."""
        if not self.together:
            return CaseState(self.case.state)
        return complained_too.state_beside(self.there, self.answer)

    @property
    def told_so(self) -> bool:
        """Whether they were told that we have it: what went over unacknowledged stays so here."""
        if self.went is None or self.gone:
            return True
        return bool(self.went.before["case"]["case"]["state"] != CaseState.RECEIVED)

    @property
    def gone(self) -> bool:
        """Where what they write is heard was erased since: nothing more is done or known there."""
        return load.is_erased(self.heard)

    @property
    def left(self) -> list[rows.Letter]:
        """The letters that left our hands: a draft is nobody's yet."""
        return [row for row in self.letters if row.queued_at and row.state != LetterState.DRAFT]


def read(case_id: CaseId) -> Mine:
    found = rows.Case.objects.select_related("satisfaction", "customer").prefetch_related(
        "acceptances", "clocks", "letters", "evidence", "ideas__fate__change"
    )
    # Most have neither: whether there is any is told by the statement that reads the case.
    recorded = rows.Conduct.objects.filter(own_conduct.on(OuterRef("pk")))
    merges = rows.Merge.objects.filter(case=OuterRef("pk"))
    case = found.annotate(
        has_conduct=Exists(recorded),
        was_merged=Exists(merges),
        spoken_last=came_last.spoken_last(),
        ever_merged=merging.ever_merged(),
    ).get(pk=case_id)
    others = merging.of_others(case) if case.ever_merged else merging.NOTHING_OF_OTHERS
    came = mailed.by_mail(case, merged=_was_merged(case, others))
    if case.merged_into_id and (went := merging.gone_over(case)):
        return _beside_another(case, went, others, came)
    letters = [row for row in case.letters.all() if row.pk not in others.letters]
    evidence = _evidence(case, list(case.evidence.all()), others)
    said, on = load.said(case), merging.goes_on_in(case)
    goes_on = None if on == case or load.is_erased(on) else on
    heard = merging.heard_in(on)
    shared = others.since is not None
    return Mine(
        case, letters, evidence, came, None, case, None, said, goes_on, heard, shared, others.since
    )


def _says(row: rows.Evidence) -> bool:
    return row.with_whom != "" or row.text != GONE


def _was_merged(case: rows.Case, others: merging.OfOthers) -> bool:
    """With that of another customer, in either way."""
    return others.since is not None or case.was_merged  # type: ignore[attr-defined]


def _beside_another(
    case: rows.Case, went: rows.Merge, others: merging.OfOthers, came: mailed.Mailed
) -> Mine:
    """What went over with it but for what had come into it, and what was written since."""
    there = merging.worked_on_in(case)
    letters = list(complained_too.letters_beside(case, went, others))
    evidence = list(rows.Evidence.objects.filter(pk__in=went.moved.get("evidence", ())))
    theirs, heard = _evidence(case, evidence, others), complained_too.standing(case)
    return Mine(
        case, letters, theirs, came, went, there, heard.answer, heard.said, None, heard=there,
        shared=True, since=others.since,
    )  # fmt: skip


def _evidence(
    case: rows.Case, there: list[rows.Evidence], others: merging.OfOthers
) -> list[rows.Evidence]:
    """What is not known to be theirs is not shown: what came before anything of another, what they
    wrote in the portal, and what is of the address that they have now."""
    wrote = written.in_portal(case) if _was_merged(case, others) else set[int]()
    ours = [row for row in there if row.pk not in others.evidence]
    if others.since is not None:
        theirs = wrote | came_last.before_others(case, others, ours)
        known = ("", case.customer.email)  # of nobody: what one of us wrote, or who was erased
        ours = [row for row in ours if row.pk in theirs or (row.with_whom in known and _says(row))]
    more = wrote - {row.pk for row in ours}
    return [*ours, *(rows.Evidence.objects.filter(pk__in=more) if more else ())]

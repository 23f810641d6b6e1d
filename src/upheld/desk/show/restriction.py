"""One restriction on one page: what, why, on what it rests, its letter, its looks."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.urls import reverse

from upheld.core.reply import Letter
from upheld.core.restriction import RestrictionState, last_day
from upheld.desk.forms.conduct import WhyForm
from upheld.desk.forms.restrictions import AppealForm, BeginForm, EndForm, LookForm, ReviewForm
from upheld.steps import may
from upheld.steps.another import acted
from upheld.steps.letters import problems_of
from upheld.steps.restrict import draft_letter, had_part, is_anothers
from upheld.store import models as rows
from upheld.store.policy_files import behaviours

from .conduct import Step, limited
from .fold import Opened, fold
from .letter import blocks, notes


def restriction_page(
    row: rows.Restriction, by: may.Actor, now: datetime, opened: Opened
) -> dict[str, Any]:
    """What the page shows to `by`: the letter as it would be read while it waits to leave."""
    looks = list(row.looks.all())
    draft = cache(partial(draft_letter, row, by))
    steps = _steps(row, by, any(look.at is None for look in looks), draft)
    context = {
        "section": "conduct", "now": now, "row": row, "limited": limited(row),
        "conduct": [(each, behaviours.words_of(each.behaviour)) for each in row.conduct.all()],
        "looks": looks, "last_day": last_day(row.expires_on, row.review_due),
        "is_anothers": is_anothers(row),
        "folds": [fold(opened, *step) for step in steps],
    }  # fmt: skip
    if row.state == RestrictionState.DECIDED:
        letter = _written(opened) or draft()
        found = notes(problems_of(letter, None, row.case, now))
        context |= {"letter": letter, "blocks": blocks(letter.body, found), "notes": found}
    return context


def _written(opened: Opened) -> Letter | None:
    form = opened.form
    if isinstance(form, BeginForm) and form.is_bound and form.cleaned_data.get("body"):
        return form.letter()
    return None


def _steps(
    row: rows.Restriction, by: may.Actor, appealed: bool, draft: Callable[[], Letter]
) -> Iterable[Step]:
    def address(step: str) -> str:
        return reverse("desk:restriction_step", args=[row.pk, step])

    holds = row.state == RestrictionState.IN_FORCE
    another = not acted(row.decided_by_id, row.decided_by_name, by)
    reviews = may.allowed_any("review_restriction", by)
    if row.state == RestrictionState.DECIDED and reviews and another:
        yield ("begin", "I looked at it and agree: send the letter", "Send it, and let it begin",
               address("begin"), lambda key: _begin(draft(), key))  # fmt: skip
        yield ("refuse", "I looked at it and do not agree", "Refuse it", address("refuse"),
               lambda key: WhyForm(key=key))  # fmt: skip
    if holds and not appealed and reviews and another:
        yield ("review", "Review it", "Keep the review", address("review"),
               lambda key: ReviewForm(key=key))  # fmt: skip
    if holds and not appealed and may.allowed_any("appeal", by):
        yield ("appeal", "They see it differently", "Keep it", address("appeal"),
               lambda key: AppealForm(key=key))  # fmt: skip
    if appealed and may.allowed_any("settle_appeal", by) and not had_part(row, by):
        yield ("settle", "Settle the appeal", "Settle it, and tell them", address("settle"),
               lambda key: LookForm(key=key))  # fmt: skip
    if holds and reviews:
        yield ("lift", "End it now", "End it", address("lift"), lambda key: EndForm(key=key))


def _begin(letter: Letter, key: str) -> BeginForm:
    return BeginForm(key=key, initial={"subject": letter.subject, "body": letter.body})

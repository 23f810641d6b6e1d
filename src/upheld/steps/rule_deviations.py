"""Exceptions that repeat become policy, by a draft with a proposed rule, or stop with a reason.

Whether there are any is said as far as whoever takes the step may see: a refusal would tell that a
private team gave some. A rule is made of those that everybody may see, for everybody reads a draft,
whoever made it. A stop names a situation and no case: it binds whoever grants there."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import partial

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.deviations import DeviationError, Situation, read_situation
from upheld.core.proposed_rule import Given, proposed_rule, with_rule
from upheld.store import granted, save
from upheld.store import models as rows
from upheld.store.sight import seen

from . import may
from .edit_draft import edit_draft
from .open_draft import open_draft


@transaction.atomic
def stop(situation: str, why: str, by: may.Actor, now: datetime) -> rows.SituationRuling:
    """From now on a lead grants an exception in this situation only with a reason of its own.

    Raises DeviationError or NotAllowed."""
    may.check("rule_deviations", by)
    _known(situation)
    if is_blank(why):
        raise DeviationError("say why these exceptions stop: whoever asks for one reads it")
    return save.situation_ruled(situation, why.strip(), None, by.name, now)


@transaction.atomic
def make_policy(
    situation: str, valid_from: date, why: str, by: rows.Person, now: datetime
) -> rows.PolicyDraft:
    """Opens a draft of the policy with a rule that gives what was given as an exception. Nothing
    decides by it until a second person publishes it.

    Raises DeviationError, NotAllowed, or NotReady for a day that cannot be."""
    may.check("rule_deviations", by)
    found = _known(situation)
    cells = proposed_rule(found, _past_for_everybody(situation))
    note = why.strip() or f"Exceptions that repeat become a rule: {found.words}."
    draft = open_draft(valid_from, note, by, now)
    edit_draft(draft.pk, partial(with_rule, cells=cells), by, now)
    with _as_everybody():
        save.situation_ruled(situation, note, draft, by.name, now)
    return draft


def _known(situation: str) -> Situation:
    found = read_situation(situation)
    if found is None or not granted.given().filter(situation=situation).exists():
        raise DeviationError("no exception was granted in such a situation: look at the list")
    return found


def _past_for_everybody(situation: str) -> list[Given]:
    with _as_everybody():
        given = granted.given().filter(situation=situation)
        told = given.values_list("kind", "amount", "decision__stance", "decision__outcome")
        past = [Given(*each) for each in told]
    if not past:
        raise DeviationError(
            "a private team alone granted them, and everybody reads a draft: stop them instead"
        )
    return past


def _as_everybody() -> AbstractContextManager[None]:
    """As whoever is in no private team sees what was granted."""
    return seen.as_colleagues(None)

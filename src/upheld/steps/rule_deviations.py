"""Exceptions that repeat become policy, by a draft with a proposed rule, or stop with a reason.

Either is of the exceptions that whoever takes the step may see: a rule made of all of them would
tell what a private team gives, and a refusal whether it gave any. A stop names a situation and no
case: it binds whoever grants there."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from upheld.core.deviations import DeviationError, Situation, read_situation
from upheld.core.proposed_rule import Given, proposed_rule, with_rule
from upheld.store import granted, save
from upheld.store import models as rows

from . import may
from .edit_draft import edit_draft
from .open_draft import open_draft


@transaction.atomic
def stop(situation: str, why: str, by: may.Actor, now: datetime) -> rows.SituationRuling:
    """From now on a lead grants an exception in this situation only with a reason of its own.

    Raises DeviationError or NotAllowed."""
    may.check("rule_deviations", by)
    _known(situation)
    if not why.strip():
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
    cells = proposed_rule(found, _past(situation))
    note = why.strip() or f"Exceptions that repeat become a rule: {found.words}."
    draft = open_draft(valid_from, note, by, now)
    edit_draft(draft.pk, partial(with_rule, cells=cells), by, now)
    save.situation_ruled(situation, note, draft, by.name, now)
    return draft


def _known(situation: str) -> Situation:
    found = read_situation(situation)
    if found is None or not granted.given().filter(situation=situation).exists():
        raise DeviationError("no exception was granted in such a situation: look at the list")
    return found


def _past(situation: str) -> list[Given]:
    given = granted.given().filter(situation=situation)
    told = given.values_list("kind", "amount", "decision__stance", "decision__outcome")
    return [Given(*each) for each in told]

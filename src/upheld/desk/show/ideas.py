"""Ideas, what becomes of each, and the wall of what people said and what we did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from upheld.core.changes import IdeaState
from upheld.core.reply import Letter
from upheld.desk.forms.answer import AgreementForm
from upheld.desk.forms.changes import IdeaForm
from upheld.steps import look_at_ideas, may
from upheld.steps.letters import problems_of
from upheld.store import changes
from upheld.store import models as rows

from .fold import Fold, Opened, fold
from .letter import blocks, notes
from .root_causes import change_part

FATES = {
    IdeaState.RECEIVED: "Received",
    IdeaState.CONSIDERED: "We are thinking about it",
    IdeaState.TAKEN_UP: "Taken up",
    IdeaState.NOT_TAKEN_UP: "Not taken up",
}


def fate_of(idea: rows.Idea) -> rows.IdeaFate | None:
    return getattr(idea, "fate", None)


def fate_told(idea: rows.Idea) -> str:
    fate = fate_of(idea)
    return FATES[IdeaState(fate.state) if fate else IdeaState.RECEIVED]


def idea_page(idea: rows.Idea, opened: Opened, now: datetime, by: may.Actor) -> dict[str, Any]:
    fate, why_not = fate_of(idea), look_at_ideas.why_not(idea, now)
    letter = {} if why_not else _letter(idea, by, now)
    may_tell = may.allowed_any("tell_idea", by)
    return {
        "section": "voices",
        "idea": idea,
        "fate": fate,
        "fate_told": fate_told(idea),
        "why_not": why_not,
        **letter,
        "folds": _folds(idea, opened, letter.get("letter") if may_tell else None)
        if may.allowed_any("look_at_ideas", by)
        else [],
        "now": now,
    }


def _letter(idea: rows.Idea, by: may.Actor, now: datetime) -> dict[str, Any]:
    letter, fate = look_at_ideas.draft_of_idea(idea, by), fate_of(idea)
    claim = changes.claim(changes.change(fate.change_id)) if fate and fate.change_id else None
    found = notes(problems_of(letter, None, idea.case, now, claim=claim))
    return {"letter": letter, "notes": found, "blocks": blocks(letter.body, found)}


def change_choices() -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in rows.Change.objects.only("pk", "name")]


def as_begun(idea: rows.Idea) -> dict[str, Any]:
    """What became of it, as the form that writes it anew begins; nothing as yet is no words."""
    fate = fate_of(idea)
    if fate is None:
        return {}
    return {"state": fate.state, "change": fate.change_id, "because": fate.because}


def _folds(idea: rows.Idea, opened: Opened, letter: Letter | None) -> list[Fold]:
    form = IdeaForm(key="fate", changes=change_choices(), initial=as_begun(idea))
    made = [
        fold(opened, "fate", "Say what becomes of it", "Keep it",
             reverse("desk:idea_step", args=[idea.pk, "fate"]), form)
    ]  # fmt: skip
    if letter is not None:
        made.append(
            fold(opened, "tell", "Tell them by letter", "Send the letter",
                 reverse("desk:idea_step", args=[idea.pk, "tell"]),
                 AgreementForm(key="tell", initial={"read": letter.body}))
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Brick:
    """One change on the wall: what was said, by how many, what we did, what came of it."""

    change: rows.Change
    verdict: str
    verdict_told: str
    said: str
    public: bool
    ideas: int


def wall_page(now: datetime) -> dict[str, Any]:
    """Every change with its root cause, the newest first. Four statements."""
    found = changes.changes().prefetch_related("from_ideas")
    return {"section": "wall", "bricks": [_brick(row) for row in found], "now": now}


def _brick(row: rows.Change) -> Brick:
    check = changes.latest(row)
    part = change_part(row, check.verdict if check else "")
    public = bool(row.public_words) and row.approved_at is not None
    return Brick(
        row, part.verdict, part.told, row.root_cause.label, public, len(row.from_ideas.all())
    )

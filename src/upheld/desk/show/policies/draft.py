"""A draft of a policy: what it changes, what that means, what stands in its way, what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core.examples import FILE as CASES
from upheld.core.examples import Turned, turned
from upheld.core.review import Hindrance, Review, Why
from upheld.core.words import DraftState
from upheld.steps import may
from upheld.steps.publish import days_without, may_publish, troubles
from upheld.store import drafts
from upheld.store.models import DraftComment, DraftEdit, PolicyDraft
from upheld.tables.differences import Differences, differences

from .sheet import count_errors, heads


@dataclass(frozen=True, slots=True)
class Tab:
    """A table in the list of a draft's tables: whether it was changed, and how much is amiss."""

    name: str
    label: str
    changed: bool
    errors: int
    current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the policy's own cases that is answered otherwise than before.

    `missed` says in words where the answer is not what the case expects; empty where it is.
    """

    name: str
    turns: tuple[tuple[str, str, str], ...]
    missed: tuple[str, ...]
    trouble: str


@dataclass(frozen=True, slots=True)
class Cases:
    """What the policy's own cases say of a draft. `shown` are those worth a look."""

    all: int
    shown: tuple[Shown, ...]
    missed: int
    stuck: int
    as_expected: int
    none: str


def base_of(draft: PolicyDraft) -> Review:
    """The version that a draft began as, tried on the cases that the draft has now."""
    cases = {name: text for name, text in draft.files.items() if name == CASES}
    return drafts.review_of_published({**draft.base, **cases})


def tabs(draft: PolicyDraft, found: Review, current: str) -> list[Tab]:
    declared = heads(found.draft.declared)
    return [
        Tab(
            name=head.name,
            label=head.name.replace("_", " ").capitalize(),
            changed=draft.base.get(head.file) != draft.files.get(head.file),
            errors=count_errors(found, head),
            current=head.name == current,
        )
        for head in declared.values()
    ]


def cases_part(before: Review, after: Review) -> Cases:
    """The cases that are answered otherwise than before or than they expect."""
    comparable = len(before.ran) == len(after.ran)
    turns = turned(before.ran, after.ran) if comparable else ()
    by_name = {each.example: each for each in turns}
    shown = [
        _shown(ran.example.name, by_name.get(ran.example.name), ran.misses, ran.trouble)
        for ran in after.ran
        if not ran.holds or ran.example.name in by_name
    ]
    return Cases(
        all=len(after.ran),
        shown=tuple(sorted(shown, key=lambda each: not (each.missed or each.trouble))),
        missed=sum(bool(ran.misses) for ran in after.ran),
        stuck=sum(bool(ran.trouble) for ran in after.ran),
        as_expected=sum(not (each.missed or each.trouble) for each in shown),
        none=after.no_examples,
    )


def _shown(name: str, turn: Turned | None, misses: Sequence[Any], trouble: str) -> Shown:
    turns = tuple((each.name, each.before, each.after) for each in turn.turns) if turn else ()
    missed = tuple(
        f"{miss.name}{f' of point {miss.allegation}' if miss.allegation else ''}: expected "
        f"{miss.expected}, answered {miss.got}"
        for miss in misses
    )
    return Shown(name, turns, missed, trouble)


def draft_head(draft: PolicyDraft, by: may.Actor, found: Review, current: str) -> dict[str, Any]:
    """What every page of a draft shows: where it is, its tables, and who may do what."""
    return {
        "draft": draft,
        "read": drafts.mark_of(draft),
        "tabs": tabs(draft, found, current),
        "policy_yaml_errors": [
            f"{each.message[:1].upper()}{each.message[1:]}. {each.mend}."
            for each in found.draft.problems
            if each.file == "policy.yaml"
        ],
        "readable": found.policy is not None,
        "broken": [f"{each[:1].upper()}{each[1:]}." for each in found.broken],
        "may_edit": may.allowed("edit", by, draft.state),
        "may_comment": may.allowed("comment", by, draft.state),
    }


def edits_part(draft: PolicyDraft) -> dict[str, Any]:
    """The edits of a draft, the newest first, and which of them can be undone or done again."""
    edits: list[DraftEdit] = list(draft.edits.select_related("by").order_by("-number"))
    return {
        "edits": [edit for edit in edits if edit.number <= draft.done],
        "undoable": next((edit for edit in edits if edit.number == draft.done), None),
        "redoable": next((edit for edit in edits if edit.number == draft.done + 1), None),
    }


def comments_of(draft: PolicyDraft, table: str = "") -> list[DraftComment]:
    """What was said of a draft, or of one of its tables; what is open comes first."""
    found = draft.comments.select_related("by", "settled_by")
    chosen = list(found.filter(table=table) if table else found)
    return sorted(chosen, key=lambda each: each.settled_at is not None)


def draft_page(draft: PolicyDraft, by: may.Actor, now: datetime) -> dict[str, Any]:
    """Everything that the page of a draft shows to `by`."""
    found, base = drafts.review_of(draft.files), base_of(draft)
    ended = draft.state in (DraftState.PUBLISHED, DraftState.DROPPED)
    hindered = () if ended else drafts.hindrances_of(draft.files)
    return {
        **draft_head(draft, by, found, ""),
        **edits_part(draft),
        "now": now,
        "differences": _differences(base, found),
        "cases": cases_part(base, found),
        "hindrances": _by_why(each for each in hindered if each.why is not Why.CASE),
        "hindered": bool(hindered),
        "troubles": [] if ended else _sentences(troubles(draft, now)),
        "days_without": [] if ended else days_without(draft),
        "comments": comments_of(draft),
        "may_send": may.allowed("send", by, draft.state),
        "may_publish": may_publish(draft, by),
        "may_return": may.allowed("return", by, draft.state),
        "may_drop": may.allowed("drop", by, draft.state),
        "wrote": by,
    }


def _sentences(told: Any) -> list[str]:
    return [f"{each[:1].upper()}{each[1:]}." for each in told]


def _by_why(hindered: Iterable[Hindrance]) -> Mapping[str, list[Hindrance]]:
    found: dict[str, list[Hindrance]] = {}
    for each in hindered:
        found.setdefault(each.why, []).append(each)
    return found


def _differences(before: Review, after: Review) -> Differences | None:
    if before.policy is None or after.policy is None:
        return None
    return differences(before.policy, after.policy)

"""Drafts of policies: read, reviewed once for each text, and written with their event."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from upheld.core import review as core
from upheld.core.drafting import Edited, Texts, valid_from_of
from upheld.core.event_kinds import EventKind
from upheld.core.review import Hindrance, Review
from upheld.core.words import DraftState
from upheld.tables import Policy, load_texts

from . import policies
from .models import DraftComment, DraftEdit, Event, Person, PolicyDraft, PolicyVersion
from .record import events
from .record.events import Act

_KEPT = 48
_UNDONE, _REDONE = EventKind.POLICY_EDIT_UNDONE, EventKind.POLICY_EDIT_REDONE


class DraftMissing(LookupError):
    """No such draft, or no such comment in it."""


class VersionMissing(LookupError):
    """No version of the policy is valid from that day."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the firm's policy as it stands in lists; `row` is None for the folder's own."""

    version: str
    title: str
    valid_from: date
    row: PolicyVersion | None

    @property
    def files(self) -> dict[str, str]:
        return dict(self.row.files) if self.row else policies.texts(policies.folder())


# Reading


def draft(draft_id: int) -> PolicyDraft:
    """A draft with its people. Raises DraftMissing."""
    found = PolicyDraft.objects.select_related("author", "reviewer", "became")
    return _draft(found.filter(pk=draft_id).first(), draft_id)


def mark_of(draft: PolicyDraft) -> str:
    """The same for the same files with the same edits to undo and to do again: what somebody read
    of a draft."""
    edits = draft.edits.filter(number__in=(draft.done, draft.done + 1))
    told = json.dumps(
        [draft.files, draft.done, *edits.values_list("pk", flat=True)], sort_keys=True
    )
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def held(draft_id: int) -> PolicyDraft:
    """The draft, held against other writers until the caller's transaction ends."""
    found = PolicyDraft.objects.select_for_update(of=("self",), no_key=True).select_related(
        "author"
    )
    return _draft(found.filter(pk=draft_id).first(), draft_id)


def _draft(found: PolicyDraft | None, draft_id: int) -> PolicyDraft:
    if found is None:
        raise DraftMissing(f"there is no draft {draft_id}")
    return found


def versions() -> list[Version]:
    """Every version of the firm's policy, the newest first: two columns of texts are left out."""
    first = policies.read_policy(policies.folder())
    rows = PolicyVersion.objects.filter(policy=first.name).select_related("author", "approver")
    found = [Version(row.version, row.note, row.valid_from, row) for row in rows.defer("files")]
    found.append(Version(first.version, first.title, first.valid_from, None))
    return sorted(found, key=lambda each: each.valid_from, reverse=True)


def version_from(day: date) -> Version:
    """The version that is valid from exactly that day. Raises VersionMissing."""
    found = next((each for each in versions() if each.valid_from == day), None)
    if found is None:
        raise VersionMissing(f"no version of the policy is valid from {day}")
    return found


def version_on(day: date) -> Version:
    """The version that is in force on a day. Raises PolicyMissing before the first."""
    version = policies.policy_in_force(day).version
    return next(each for each in versions() if each.version == version)


def policy_of(row: PolicyDraft) -> Policy:
    """The policy that a draft is. Raises PolicyError with every problem while it cannot be read."""
    return review_of(row.files).policy or load_texts(row.files)


def review_of(files: Mapping[str, str]) -> Review:
    """What can be said of the texts, found once for each: a page asks it more than once."""
    return _review(tuple(sorted(files.items())))


def review_of_published(files: Mapping[str, str]) -> Review:
    """The same of a version, or of what a draft began as."""
    return _review_published(tuple(sorted(files.items())))


def hindrances_of(files: Mapping[str, str]) -> tuple[Hindrance, ...]:
    """What keeps the texts from being published; the proofs take about a second, once."""
    return _hindrances(tuple(sorted(files.items())))


@lru_cache(maxsize=_KEPT)
def _review(items: tuple[tuple[str, str], ...]) -> Review:
    return core.review(dict(items))


@lru_cache(maxsize=_KEPT)
def _review_published(items: tuple[tuple[str, str], ...]) -> Review:
    return core.review_published(dict(items))


@lru_cache(maxsize=_KEPT)
def _hindrances(items: tuple[tuple[str, str], ...]) -> tuple[Hindrance, ...]:
    return core.hindrances(_review(items))


def editors_of(row: PolicyDraft) -> set[int]:
    """Everybody who made its text what it is, by key: they do not publish it. Whoever undid what
    another wrote, or did it again, chose the text as its writer did."""
    return {row.author_id, *row.edits.values_list("by", flat=True), *_walkers_of(row)}


def _walkers_of(row: PolicyDraft) -> set[int]:
    """Whoever ever undid or did again an edit of the draft. The record of before told them by name
    alone."""
    walks = Event.objects.filter(kind__in=(_UNDONE, _REDONE), data__draft=row.pk)
    told = list(walks.values_list("data__person", "by"))
    names = {name for person, name in told if person is None}
    named = Person.objects.filter(name__in=names).values_list("pk", flat=True) if names else ()
    return {person for person, _ in told if person is not None} | set(named)


# Writing


def opened(
    base: Version, files: Texts, valid_from: date, note: str, by: Person, now: datetime
) -> PolicyDraft:
    row = PolicyDraft.objects.create(
        policy=base.version.partition("/")[0],
        based_on=base.version,
        base=dict(files),
        files=dict(files),
        valid_from=valid_from,
        note=note,
        author=by,
        opened_at=now,
    )
    told = {"based_on": base.version, "valid_from": valid_from.isoformat(), "note": note}
    _act(row, EventKind.POLICY_DRAFT_OPENED, by, now, told)
    return row


def edited(row: PolicyDraft, edit: Edited, by: Person, now: datetime) -> DraftEdit:
    """One edit more; what was undone before it can no longer be done again."""
    row.edits.filter(number__gt=row.done).delete()
    changed = {file: [row.files.get(file), text] for file, text in edit.files.items()}
    row.done += 1
    made = row.edits.create(number=row.done, changed=changed, words=edit.words, by=by, at=now)
    _write(row, {**row.files, **edit.files})
    told = {"edit": row.done, "words": edit.words, "files": sorted(edit.files)}
    _act(row, EventKind.POLICY_DRAFT_EDITED, by, now, told)
    return made


def walked(row: PolicyDraft, edit: DraftEdit, back: bool, by: Person, now: datetime) -> None:
    """The draft before its newest edit again, or after the one that was undone last."""
    files = dict(row.files)
    for file, (before, after) in edit.changed.items():
        text = before if back else after
        files = {name: kept for name, kept in files.items() if name != file}
        files |= {} if text is None else {file: text}
    row.done = edit.number - 1 if back else edit.number
    _write(row, files)
    told = {"edit": edit.number, "words": edit.words, "person": by.pk}
    _act(row, _UNDONE if back else _REDONE, by, now, told)


def _write(row: PolicyDraft, files: Texts) -> None:
    row.files = dict(files)
    row.valid_from = valid_from_of(files) or row.valid_from
    row.save(update_fields=["files", "done", "valid_from"])


def commented(
    row: PolicyDraft, table: str, rule: str, text: str, by: Person, now: datetime
) -> DraftComment:
    made: DraftComment = row.comments.create(table=table, rule=rule, text=text, by=by, at=now)
    told = {"comment": made.pk, "table": table, "rule": rule, "text": text}
    _act(row, EventKind.POLICY_DRAFT_COMMENTED, by, now, told)
    return made


def settled(row: PolicyDraft, comment: DraftComment, by: Person, now: datetime) -> None:
    comment.settled_at, comment.settled_by = now, by
    comment.save(update_fields=["settled_at", "settled_by"])
    _act(row, EventKind.POLICY_COMMENT_SETTLED, by, now, {"comment": comment.pk})


def moved(
    row: PolicyDraft,
    state: DraftState,
    kind: EventKind,
    by: Person,
    now: datetime,
    told: Mapping[str, str],
) -> None:
    """The draft one step further on its way, or back."""
    row.state = state
    row.save(update_fields=["state", "reviewer"])
    _act(row, kind, by, now, told)


def published(row: PolicyDraft, policy: Policy, by: Person, now: datetime) -> PolicyVersion:
    """The draft as a version that decides from its first day on, and never changes."""
    version = PolicyVersion.objects.create(
        policy=policy.name,
        version=policy.version,
        valid_from=policy.valid_from,
        files=row.files,
        note=row.note,
        author=row.author,
        approver=by,
        published_at=now,
    )
    row.state, row.reviewer, row.became = DraftState.PUBLISHED, by, version
    row.save(update_fields=["state", "reviewer", "became"])
    told = {
        "version": policy.version,
        "valid_from": policy.valid_from.isoformat(),
        "author": row.author.name,
    }
    _act(row, EventKind.POLICY_PUBLISHED, by, now, told)
    return version


def _act(
    row: PolicyDraft, kind: EventKind, by: Person, now: datetime, told: Mapping[str, object]
) -> None:
    events.append(Act(None, kind, by.name, now, {"draft": row.pk, **told}))

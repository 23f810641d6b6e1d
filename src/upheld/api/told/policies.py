"""Policies as programs read them: versions, drafts, what was said of them, what is in the way."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pydantic import Field

from upheld.core.words import DraftState
from upheld.steps.publish import troubles
from upheld.store import drafts
from upheld.store import models as rows
from upheld.store.drafts import Version
from upheld.tables.differences import Differences

from .base import Moment, Told
from .cases import PersonTold


class VersionLine(Told):
    """A version of the policy. It decides what is received from `valid_from` on."""

    version: str
    title: str
    valid_from: date
    author: str | None
    approver: str | None
    published_at: Moment | None


class VersionTold(VersionLine):
    """A version with its texts by file name, and what it claims of itself."""

    files: dict[str, str]
    tables: list[str]
    claims: list[str]


class CommentTold(Told):
    """What somebody asks or doubts, of a rule, of a table or of the whole draft."""

    id: int
    table: str
    rule: str
    text: str
    by: PersonTold
    at: Moment
    settled_at: Moment | None
    settled_by: PersonTold | None


class EditTold(Told):
    """One change of a draft; `undone` marks one that could be done again."""

    number: int
    words: str
    by: PersonTold
    at: Moment
    undone: bool


class DraftLine(Told):
    """A policy that is being written."""

    id: int
    policy: str
    based_on: str
    valid_from: date
    note: str
    state: DraftState
    author: PersonTold
    reviewer: PersonTold | None
    opened_at: Moment
    done: int


class DraftTold(DraftLine):
    """A draft with its texts, its changes, and what was said of it."""

    version: str = Field(description="The same as the ETag, to be sent back as If-Match.")
    files: dict[str, str]
    edits: list[EditTold]
    comments: list[CommentTold]
    problems: list[str] = Field(description="What cannot be read in it, each with its mend.")


class Hindered(Told):
    """What keeps a draft from being published, and what does not fit the versions there are."""

    hindrances: list[str]
    troubles: list[str]


class Compared(Told):
    """What differs between two policies, rule by rule."""

    before: str
    after: str
    settings: list[dict[str, Any]]
    tables: list[dict[str, Any]]


def version_line(found: Version) -> VersionLine:
    return VersionLine(**_line(found))


def _line(found: Version) -> dict[str, Any]:
    row = found.row
    return {
        "version": found.version,
        "title": found.title,
        "valid_from": found.valid_from,
        "author": row.author.name if row else None,
        "approver": row.approver.name if row else None,
        "published_at": row.published_at if row else None,
    }


def version(found: Version) -> VersionTold:
    policy = drafts.review_of_published(found.files).policy
    claims = [str(claim) for claim in policy.claims] if policy else []
    tables = list(policy.tables) if policy else []
    return VersionTold(**_line(found), files=found.files, tables=tables, claims=claims)


def draft(row: rows.PolicyDraft, version: str) -> DraftTold:
    edits = row.edits.select_related("by").order_by("number")
    comments = row.comments.select_related("by", "settled_by").order_by("pk")
    found = drafts.review_of(row.files)
    return DraftTold(
        **DraftLine.model_validate(row).model_dump(),
        version=version,
        files=row.files,
        edits=[_edit(edit, row.done) for edit in edits],
        comments=[CommentTold.model_validate(comment) for comment in comments],
        problems=[str(each) for each in found.draft.problems],
    )


def hindered(row: rows.PolicyDraft, now: datetime) -> Hindered:
    """Every check and every proof: they take about a second for texts that are new."""
    found = [str(each) for each in drafts.hindrances_of(row.files)]
    return Hindered(hindrances=found, troubles=list(troubles(row, now)))


def _edit(edit: rows.DraftEdit, done: int) -> EditTold:
    by = PersonTold.model_validate(edit.by)
    undone = edit.number > done
    return EditTold(number=edit.number, words=edit.words, by=by, at=edit.at, undone=undone)


def compared(found: Differences) -> Compared:
    told = asdict(found)
    return Compared(**{name: told[name] for name in Compared.model_fields})

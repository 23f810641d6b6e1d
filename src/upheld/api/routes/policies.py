"""Versions of the policy: read, compared, taken elsewhere as files, tried on past cases."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from pydantic import Field

from upheld.api.access import now
from upheld.api.files import own
from upheld.api.told import policies as told
from upheld.api.told.policies import Compared, VersionLine, VersionTold
from upheld.api.values import FirstDay, Id
from upheld.core.drafting import Texts
from upheld.insight.backtest import CannotCompare, as_data
from upheld.insight.backtest.kept import NotCompared, backtest_kept, of_draft, of_folder
from upheld.insight.worth import WORTH, Worth, worth
from upheld.store import drafts, exchange
from upheld.store.exchange import Download
from upheld.tables import Policy, load_published, load_texts
from upheld.tables.differences import differences
from upheld.tables.editing import EditError

from .base import Routes, may_read

policies = Routes(tags=["policies"])
Table = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_]*$")]
Folder = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]
Side = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|draft-[0-9]{1,18})$",
        description="The first day of a version, or draft-7.",
    ),
]


@policies.reads("/policies", list[VersionLine])
def list_versions(request: HttpRequest) -> list[VersionLine]:
    """Every version of the policy, the newest first."""
    may_read(request)
    return [told.version_line(each) for each in drafts.versions()]


@policies.reads("/policies/compare", Compared)
def compare(request: HttpRequest, before: Side, after: Side) -> Compared:
    """What differs between two versions, or a version and a draft."""
    may_read(request)
    return told.compared(differences(_policy(before), _policy(after)))


def _policy(side: str) -> Policy:
    """Raises PolicyError for a draft that cannot be read."""
    if side.startswith("draft-"):
        return load_texts(drafts.draft(int(side.removeprefix("draft-"))).files)
    return load_published(drafts.version_from(_day(side)).files)


def _day(side: str) -> date:
    try:
        return date.fromisoformat(side)
    except ValueError:
        raise drafts.VersionMissing from None


@policies.reads("/policies/versions/{day}", VersionTold)
def read_version(request: HttpRequest, day: FirstDay) -> VersionTold:
    """A version with its texts."""
    may_read(request)
    return told.version(drafts.version_from(day))


@policies.reads("/policies/versions/{day}/worth", Worth)
def read_worth(request: HttpRequest, day: FirstDay) -> Worth:
    """The cases that each rule decided, what it gave, and what its goodwill costs in a year."""
    may_read(request)
    policy = load_published(drafts.version_from(day).files)
    return worth(policy, WORTH.worked(now(request)).needed())


@policies.reads("/policies/versions/{day}/model", None)
def read_version_model(request: HttpRequest, day: FirstDay) -> HttpResponse:
    """The whole version as a DMN model."""
    may_read(request)
    return given_out(exchange.as_model(drafts.version_from(day).files))


@policies.reads("/policies/versions/{day}/tables/{table}", None)
def read_version_table(
    request: HttpRequest, day: FirstDay, table: Table, form: Literal["csv", "xlsx"] = "csv"
) -> HttpResponse:
    """A table as CSV or as a spreadsheet."""
    may_read(request)
    return sheet(drafts.version_from(day).files, table, form)


def sheet(files: Texts, table: str, form: str) -> HttpResponse:
    try:
        return given_out(exchange.as_sheet(files, table, form))
    except EditError as error:
        raise Http404 from error


def given_out(file: Download) -> HttpResponse:
    return own(file.data, file.name, file.kind)


@policies.reads("/policies/folders/{folder}/backtest", dict[str, Any])
def backtest_folder(request: HttpRequest, folder: Folder) -> dict[str, Any]:
    """A folder beside the firm's policy, tried on all cases that were decided."""
    may_read(request)
    if not (Path(settings.POLICIES) / folder / "policy.yaml").is_file():
        raise Http404
    return tried(request, f"folder {folder}", of_folder(folder))


@policies.reads("/policies/drafts/{draft}/backtest", dict[str, Any])
def backtest_draft(request: HttpRequest, draft: Id) -> dict[str, Any]:
    """A draft, tried on all cases that were decided: what changes, for whom, at what cost."""
    may_read(request)
    return tried(request, f"draft {draft}", of_draft(draft))


def tried(request: HttpRequest, of: str, draft: Policy) -> dict[str, Any]:
    """Raises NotYet where so many cases were decided that a job does it."""
    found = backtest_kept(of, draft, now(request)).needed()
    if isinstance(found, NotCompared):
        raise CannotCompare("\n".join(found.problems))
    return as_data(found)

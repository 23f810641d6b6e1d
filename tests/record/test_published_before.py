"""A version that was published with a sign that is refused by now stands: it decides, is replayed
and read as it was. A draft that holds one is not published."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests import stories
from tests.api.programs import Program, key_of
from tests.desk.conftest import SignIn
from tests.desk.conftest import signed_in as signed_in
from tests.record.test_replay import another_process
from tests.stories import NOW

from upheld.steps.may import Operator
from upheld.steps.open_draft import open_draft
from upheld.steps.publish import NotReady, send_for_review
from upheld.store import drafts, policies
from upheld.store import models as rows
from upheld.store.record import replay
from upheld.tables import PolicyError, load_published, load_texts

TURNED, DAY, LATER = "\u202e", NOW.date() - timedelta(days=30), date(2027, 3, 1)


def turned() -> dict[str, str]:
    """In the reason that whoever gets this goodwill is told."""
    files = dict(policies.texts(policies.folder()))
    (rule,) = (row for row in files["goodwill.csv"].splitlines() if row.startswith("core-medium,"))
    written = rule.replace("Our fault", f"Our {TURNED}fault")
    assert written != rule
    files["goodwill.csv"] = files["goodwill.csv"].replace(rule, written)
    return files


@pytest.fixture
def version(lead: rows.Person, policy_owner: rows.Person) -> rows.PolicyVersion:
    """As an earlier version of Upheld published it."""
    files = turned()
    with pytest.raises(PolicyError, match=r"U\+202E turns"):
        load_texts(files)
    policy = load_published(files)
    return rows.PolicyVersion.objects.create(
        policy=policy.name, version=policy.version, valid_from=DAY, files=files, note="As it was.",
        author=policy_owner, approver=lead, published_at=NOW - timedelta(days=40),
    )  # fmt: skip


@pytest.fixture
def lena(signed_in: SignIn, lead: rows.Person) -> Client:
    return signed_in(lead)


def test_it_decides_and_what_it_decided_is_made_again_the_same(
    version: rows.PolicyVersion,
) -> None:
    stories.a_decided_case(Operator())
    row = rows.Decision.objects.get()
    assert (row.policy_version, row.goodwill) == (version.version, 25)
    assert TURNED in row.record["goodwill"]["because"]
    another_process()
    assert replay.replay(row).same


def test_what_the_folder_decided_with_it_is_made_again_though_the_folder_is_refused_by_now(
    db: None,
) -> None:
    files = turned()
    policy = load_published(files)
    kept = rows.KeptPolicy.objects.create(version=policy.version, files=files, at=NOW)
    stories.a_decided_case(Operator())
    rows.Decision.objects.update(policy_version=kept.version)
    found = replay.replay(rows.Decision.objects.get())
    assert not found.hindered
    assert "goodwill.because" in {each.where for each in found.differences}


@pytest.mark.parametrize(
    "page", ["/policies/", f"/policies/{DAY}/", f"/policies/{DAY}/tables/goodwill/"]
)
def test_its_pages_show_it(version: rows.PolicyVersion, page: str, lena: Client) -> None:
    shown = lena.get(page)
    assert shown.status_code == 200


def test_a_program_reads_it(version: rows.PolicyVersion, lead: rows.Person) -> None:
    asks = Program(key_of(lead))
    told = asks.ask("GET", f"/policies/versions/{DAY}").json()
    assert "goodwill" in told["tables"]
    for part in ("worth", "model"):
        assert asks.ask("GET", f"/policies/versions/{DAY}/{part}").status_code == 200


def test_a_draft_that_begins_as_it_is_published_once_the_sign_is_gone(
    version: rows.PolicyVersion, policy_owner: rows.Person
) -> None:
    draft = open_draft(LATER, "As before.", policy_owner, NOW)
    (problem,) = drafts.review_of(draft.files).draft.problems
    assert "U+202E turns the direction" in str(problem)
    with pytest.raises(NotReady):
        send_for_review(draft.pk, policy_owner, NOW)

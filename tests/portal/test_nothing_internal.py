"""Pains 10 to 12: nothing of ours, and nothing of anybody else's, is on any page of the portal.

Words that stand nowhere else are planted into everything that we keep for ourselves.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from tests import stories
from tests.portal.conftest import Came, mailed_link
from tests.steps.acts import QUESTION

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.portal.session import COOKIE
from upheld.portal.urls import urlpatterns
from upheld.steps.answer import ask
from upheld.store import models as rows
from upheld.store.record import events

PLANT = "zq7plantzq7"
PAGES = [
    "/complain/",
    "/complain/link/",
    "/complain/link/asked/",
    "/complain/case/",
]
# What a page of the portal may say of its own case: see portal/show.py.
THEIRS = {
    ("Case", "subject"), ("Case", "text"), ("Case", "demand"),
    ("Letter", "body"), ("Commitment", "words"), ("Acceptance", "words"),
    ("Clock", "explanation"), ("Clock", "moved"),
    ("Conduct", "shown_by"), ("Conduct", "answer"), ("Conduct", "not_shown"),
    ("Idea", "text"), ("Satisfaction", "distributive_words"),
    ("Satisfaction", "procedural_words"), ("Satisfaction", "interactional_words"),
}  # fmt: skip
# A model that is added tomorrow is planted too; these are keys alone.
OURS = [
    model
    for model in apps.get_app_config("store").get_models()
    if model
    not in (rows.Receipt, rows.Filing, rows.Knock, rows.Event, rows.RuleFired, rows.KeptPolicy)
]


def _plant(keeping: set[tuple[str, str]]) -> int:
    """The word into every text of every row, but those in `keeping`; into how many."""
    planted = 0
    for model in OURS:
        for field in model._meta.get_fields():
            told = (model.__name__, field.name)
            if field.get_internal_type() not in ("CharField", "TextField") or told in keeping:
                continue
            if getattr(field, "choices", None) or field.name in _CODES:
                continue
            most = getattr(field, "max_length", None) or 99
            planted += model.objects.update(**{field.name: PLANT[:most]})  # type: ignore[attr-defined]
    rows.Customer.objects.update(fit_evidence=[PLANT], relationship={PLANT: PLANT})
    rows.Case.objects.update(particulars={PLANT: PLANT})
    rows.Allegation.objects.update(facts={PLANT: PLANT})
    rows.Event.objects.exclude(kind="wrote").update(data={PLANT: PLANT})
    return planted


# What code reads: another word there would be another case, not another text.
_CODES = {
    "state", "next_step", "kind", "regime", "complaint_kind", "zone", "currency", "channel", "role",
    "obligation", "force", "ends", "email", "to", "session_hash", "link_hash", "result", "sha256",
    "password", "source", "source_key", "stance", "outcome", "needs_role", "by",
    "behaviour", "family", "scope",
}  # fmt: skip


def _a_full_case(handler: rows.Person, email: str, answered: bool) -> CaseId:
    case = (
        stories.a_closed_case(handler, email=email)
        if answered
        else stories.an_investigated_case(handler, email=email)
    )
    if not answered:
        ask(case, QUESTION, handler, stories.NOW)
    row = rows.Case.objects.get(pk=case)
    rows.Order.objects.create(
        customer=row.customer, reference="LL-1", placed_on=stories.NOW.date(), item="x",
        touchpoint="product", amount=1,
    )  # fmt: skip
    rows.Need.objects.create(case=row)
    rows.Evidence.objects.create(
        case=row, kind="record", text="x", at=stories.NOW, by="Alice Moore"
    )
    rows.Conduct.objects.create(
        customer=row.customer, case=row, family="behaviour", behaviour="insulted", shown_by="x",
        at=stories.NOW, by="Alice Moore", support="x", seen_by="x",
    )  # fmt: skip
    row.pauses.create(since=stories.NOW, until=stories.NOW, why="x")
    row.contacts.create(
        customer=row.customer, at=stories.NOW, inbound=False, channel="phone", summary="x"
    )
    return case


def _everything_shown(client: Client) -> Iterator[str]:
    for page in PAGES:
        yield client.get(page).content.decode()
    for step in ("add", "outcome", "fairness", "idea"):  # each with its form to mend
        yield client.post(f"/complain/case/{step}/", {}).content.decode()


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.pain("P10")
def test_no_word_of_ours_is_on_any_page(
    came_in: Came, handler: rows.Person, unguarded: None, answered: bool
) -> None:
    case = _a_full_case(handler, "sally@example.org", answered)
    client = came_in(case)
    assert _plant(THEIRS) > 30
    for page in _everything_shown(client):
        assert PLANT not in page


@pytest.mark.parametrize("answered", [True, False])
def test_no_word_of_anybody_else_is_on_any_page(
    came_in: Came, handler: rows.Person, unguarded: None, answered: bool
) -> None:
    """Of other cases, those of the same customer too, not even what their own page would show."""
    _a_full_case(handler, "bob@example.net", True)
    _a_full_case(handler, "sally@example.org", True)
    _plant(set())
    rows.Customer.objects.update(name="Sally Hart", relationship={}, fit_evidence=[])
    mine = _a_full_case(handler, "sally@example.org", answered)
    for page in _everything_shown(came_in(mine)):
        assert PLANT not in page


def test_the_plant_would_be_seen(came_in: Came, handler: rows.Person, unguarded: None) -> None:
    client = came_in(stories.an_answered_case(handler))
    rows.Letter.objects.update(body=PLANT)
    assert PLANT in client.get("/complain/case/").content.decode()


XSS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))", "![x](http://evil.example/x.png)", "<a href='javascript:x'>y</a>",
    "</textarea><script>alert(1)</script>", "<math><mtext></form><form><mglyph><style></math>",
    "<iframe src=//evil.example>", "\"><input autofocus onfocus=alert(1)>",
]  # fmt: skip


@pytest.mark.parametrize("told", XSS)
def test_what_somebody_writes_never_runs_or_loads(
    client: Client, handler: rows.Person, told: str
) -> None:
    form = {"text": told, "demand": told, "name": told, "email": "sally@example.org", "order": "x"}
    client.post("/complain/", form)
    client.post(mailed_link())
    client.post("/complain/case/add/", {"words": told})
    rows.Letter.objects.create(
        case=rows.Case.objects.get(), kind="final", subject=told, body=told, state="sent",
        by="x", at=stories.NOW, queued_at=stories.NOW,
    )  # fmt: skip
    rows.Case.objects.update(state="answered")
    client.post("/complain/case/idea/", {"idea": told})
    page = client.get("/complain/case/").content.decode()
    refused = client.post("/complain/", {**form, "email": told}).content.decode()
    for shown in (page, refused):
        for bad in (
            "<script",
            "<img",
            "<svg",
            "<math",
            "<iframe",
            "<a href='java",
            "<input autofocus",
        ):
            assert bad not in shown


def test_every_page_forbids_what_is_not_ours(client: Client, db: None) -> None:
    for page in PAGES[:-1]:
        response = client.get(page)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert b"http://" not in response.content.replace(b"http://www.w3.org", b"")
        assert b"https://" not in response.content


def _addresses() -> list[str]:
    told = {"told": "x", "secret": "x", "letter_id": 1, "conduct_id": 1, "path": "x"}
    told |= {"said": "x", "asked_id": 1, "answer": "x"}
    found = []
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        address = "/complain/" + str(pattern.pattern)
        for name in names:
            kind = "int" if name.endswith("_id") else "path" if name == "path" else "str"
            address = address.replace(f"<{kind}:{name}>", str(told[name]))
        found.append(address)
    return found


class TestWhoMayReadWhat:
    """Security tests 18 and 21: every address of a case, by whoever has no session of that case."""

    @pytest.mark.parametrize("address", [each for each in _addresses() if "/case/" in each])
    @pytest.mark.parametrize("cookie", ["", "guess", "another"])
    def test_without_its_session_no_page_of_a_case_opens(
        self, came_in: Came, handler: rows.Person, address: str, cookie: str
    ) -> None:
        case = stories.an_answered_case(handler)
        secret = came_in(case).cookies[COOKIE].value
        client = Client()
        client.cookies[COOKIE] = {"": "", "guess": "x" * 43, "another": secret.swapcase()}[cookie]
        before = events.head()
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 303
            assert response["Location"] == "/complain/link/"
        written = client.post(address, {"words": "<b>Mine", "idea": "Mine too"})
        assert written.status_code == 410
        assert "&lt;b&gt;Mine<br><br>Mine too" in written.content.decode()
        assert reference(case) not in written.content.decode()
        assert events.head() == before

    def test_no_address_of_the_portal_gives_a_file_out(self) -> None:
        """A file that was sent in is named, with its size, and given back to nobody."""
        assert not [each for each in _addresses() if "file" in each]

    def test_no_address_names_a_case(self) -> None:
        assert not [each for each in _addresses() if "case_id" in each or "UP-" in each]

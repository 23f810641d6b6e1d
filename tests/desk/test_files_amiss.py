"""A file of the firm's policies with a slip: the first page says which and where, what needs it is
refused in words, and all else goes on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.api.programs import Program, at, key_of
from tests.cli.conftest import Upheld, upheld
from tests.desk.reading import page_of, text
from tests.own_policies import Write
from tests.stories import NOW, a_closed_case, a_decided_case, a_received_case, an_investigated_case

from upheld.core.words import CaseId
from upheld.jobs import receipts as sending
from upheld.jobs import suggesting
from upheld.project import sweeping
from upheld.store.models import Case, Decision, Person, Receipt
from upheld.store.policy_files.data_files import BadData

__all__ = ["upheld"]  # a fixture


def misspelt(text: bytes) -> bytes:
    """The second column is called otherwise."""
    first, _, rest = text.partition(b"\n")
    cells = first.split(b",")
    return b",".join([cells[0], b"nonsense", *cells[2:]]) + b"\n" + rest


def no_yaml(text: bytes) -> bytes:
    return text + b"\nx: [[\n"


def no_cell(text: bytes) -> bytes:
    first, _, rest = text.partition(b"\n")
    return first + b"\n" + b",".join([b">>> (("] * (first.count(b",") + 1)) + b"\n" + rest


def one_cell(text: bytes) -> bytes:
    return text.rstrip() + b"\nalone\n"


def no_utf8(text: bytes) -> bytes:
    return text + b"\xff\n"


def gone(_: bytes) -> None:
    return None


@dataclass(frozen=True)
class Slip:
    file: str
    made: Callable[[bytes], bytes | None]
    told: str
    decides: bool = True


TABLE, RULES = "standard/stance.csv", "regimes/iso-10002"
SLIPS = [
    Slip("standard/policy.yaml", no_yaml, "policy.yaml, line 262: this is not YAML", decides=False),
    Slip("standard/policy.yaml", gone, "policy.yaml: the file is missing", decides=False),
    Slip(TABLE, no_cell, "stance.csv, row 2, column outcome", decides=False),
    Slip(TABLE, misspelt, "stance.csv, row 1, column nonsense", decides=False),
    Slip(TABLE, no_utf8, "stance.csv: the file is not UTF-8", decides=False),
    Slip(TABLE, gone, "stance.csv: the file is missing", decides=False),
    Slip("standard/cases.yaml", no_utf8, "standard/cases.yaml: it is not UTF-8", decides=False),
    Slip("standard/laws.yaml", no_yaml, "standard/laws.yaml, line 6", decides=False),
    Slip("regimes/uk-cra/owed.csv", no_cell, "owed.csv, row 2, column", decides=False),
    Slip("regimes/uk-cra/regime.yaml", gone, "uk-cra/regime.yaml: the file is", decides=False),
    Slip("standard/letters.yaml", no_yaml, "standard/letters.yaml, line "),
    Slip("standard/letters.yaml", gone, "standard/letters.yaml: the file is missing"),
    Slip("standard/portal.yaml", no_yaml, "standard/portal.yaml, line "),
    Slip("standard/suggestions.yaml", no_yaml, "standard/suggestions.yaml, line "),
    Slip("standard/causes.csv", misspelt, "standard/causes.csv, row 2: there is no 'label'"),
    Slip("standard/causes.csv", gone, "standard/causes.csv: the file is missing"),
    Slip("standard/causes.csv", no_utf8, "standard/causes.csv: it is not UTF-8"),
    Slip("standard/conduct.csv", one_cell, "standard/conduct.csv, row "),
    Slip("standard/conduct.csv", gone, "standard/conduct.csv: the file is missing"),
    Slip("standard/fit.yaml", no_yaml, "standard/fit.yaml, line "),
    Slip("standard/fit_evidence.csv", no_cell, "standard/fit_evidence.csv, row 2"),
    Slip("standard/costs.yaml", no_yaml, "standard/costs.yaml, line "),
    Slip("standard/retention.csv", misspelt, "standard/retention.csv, row 2"),
    Slip("journey/policy.yaml", no_yaml, "journey/policy.yaml, line "),
    Slip("journey/words.csv", one_cell, "journey/words.csv, row "),
    Slip("journey/placing.csv", gone, "journey/placing.csv: the file is missing"),
    Slip("silence/silence.yaml", no_yaml, "silence/silence.yaml, line "),
    Slip("silence/complains.csv", no_cell, "silence/complains.csv, row 2"),
    Slip("facts.yaml", lambda _: b"sources:\n  - name: x\n", "policies/facts.yaml, line 2"),
    Slip("regimes/us-cfpb/obligations.csv", one_cell, "us-cfpb/obligations.csv, row "),
]
IDS = [f"{each.file}, {each.made.__name__}" for each in SLIPS]


@pytest.fixture
def ready(handler: Person) -> CaseId:
    a_decided_case(handler)  # what decided once is read by while the folder cannot be
    return an_investigated_case(handler)


Make = Callable[[Slip], Slip]


@pytest.fixture
def make(ready: CaseId, written: Write) -> Make:
    def amiss(slip: Slip) -> Slip:
        path = Path(settings.POLICIES) / slip.file
        written(slip.file, slip.made(path.read_bytes() if path.exists() else b""))
        return slip

    return amiss


@dataclass(frozen=True)
class Look:
    """Who looks at a firm whose file has a slip, and the case that waits there."""

    slip: Slip
    case: CaseId
    alice: Client
    handler: Person
    administrator: Person
    upheld: Upheld


Asked = Callable[[Look], None]


@pytest.fixture
def look(
    ready: CaseId, alice: Client, handler: Person, administrator: Person, upheld: Upheld
) -> Callable[[Slip], Look]:
    return lambda slip: Look(slip, ready, alice, handler, administrator, upheld)


def the_first_page_says_which_file_and_where(look: Look) -> None:
    first = text(look.alice.get("/"))
    assert look.slip.told in first
    assert ("No case can be decided" in first) is not look.slip.decides


def the_case_is_read_and_says_why_it_is_not_decided(look: Look) -> None:
    page = look.alice.get(page_of(look.case))
    assert page.status_code == 200
    assert "My shelves arrived nine days late" in text(page)
    assert (look.slip.told in text(page)) is not look.slip.decides


def deciding_is_refused_in_words_or_goes_on(look: Look) -> None:
    before = Decision.objects.count()
    answer = look.alice.post(f"{page_of(look.case)}decision/", {})
    assert answer.status_code == (303 if look.slip.decides else 422)
    assert look.slip.decides or look.slip.told in text(answer)
    assert Decision.objects.count() == before + look.slip.decides


def a_program_is_told_the_same(look: Look) -> None:
    answer = Program(key_of(look.handler)).post(at(look.case, "/decisions"))
    assert answer.status_code == (201 if look.slip.decides else 422)
    assert look.slip.decides or look.slip.told in answer.json()["detail"]


def doctor_says_the_same(look: Look) -> None:
    told = json.loads(look.upheld("doctor", "--json").out)
    amiss = [each["what"] for each in told if each["about"] == "policies"]
    assert any(look.slip.told in each for each in amiss), amiss


def who_complains_is_heard_all_the_same(_: Look) -> None:
    stranger = Client()
    assert stranger.get("/complain/").status_code == 200
    before = Case.objects.count()
    told = {"text": "My lamp is broken.", "name": "Bo Hart", "email": "bo@example.org"}
    answer = stranger.post("/complain/", told)
    assert answer.status_code == 303, text(answer)
    case = Case.objects.latest("pk")
    assert (Case.objects.count(), case.currency) == (before + 1, "GBP")


def a_page_that_needs_it_is_refused_in_words(look: Look) -> None:
    administers = Client()
    administers.force_login(look.administrator)
    for path in ("/policies/", "/causes/", "/erasures/"):
        answer = administers.get(path)
        assert answer.status_code in (200, 503), path
        assert answer.status_code != 503 or look.slip.told in text(answer), path


def customers_are_listed_whatever_is_amiss_with_a_table(look: Look) -> None:
    answer = look.alice.get("/customers/")
    assert answer.status_code == 200 or look.slip.told in text(answer)
    assert answer.status_code == 200 or "fit" in look.slip.told


ASKED: tuple[Asked, ...] = (
    the_first_page_says_which_file_and_where,
    the_case_is_read_and_says_why_it_is_not_decided,
    deciding_is_refused_in_words_or_goes_on,
    a_program_is_told_the_same,
    doctor_says_the_same,
    who_complains_is_heard_all_the_same,
    a_page_that_needs_it_is_refused_in_words,
    customers_are_listed_whatever_is_amiss_with_a_table,
)


@pytest.mark.parametrize("slip", SLIPS, ids=IDS)
def test_it_is_told_where_it_is_needed_and_all_else_goes_on(
    slip: Slip, look: Callable[[Slip], Look], make: Make, subtests: pytest.Subtests
) -> None:
    """Each asks of the same firm: what one writes is taken back before the next."""
    make(slip)
    for asked in ASKED:
        with subtests.test(asked.__name__), transaction.atomic():
            asked(look(slip))
            transaction.set_rollback(True)


# One file each, told by name


def test_a_closed_case_is_read_without_the_list_of_causes(
    handler: Person, make: Make, alice: Client
) -> None:
    closed = a_closed_case(handler)
    make(Slip("standard/causes.csv", gone, ""))
    assert "carrier_delay" in text(alice.get(page_of(closed)))


def test_the_case_says_why_no_letter_can_be_drafted(
    handler: Person, make: Make, alice: Client
) -> None:
    decided = a_decided_case(handler)
    make(Slip("standard/letters.yaml", no_yaml, ""))
    assert "standard/letters.yaml, line" in text(alice.get(page_of(decided)))


def test_a_table_amiss_turns_nobody_away_before_anything_was_decided(
    written: Write, handler: Person
) -> None:
    written(TABLE, None)
    assert Case.objects.get(pk=a_received_case(handler)).currency == "GBP"


def test_a_link_to_a_case_waits_for_the_rules_and_is_not_given_up(
    handler: Person, make: Make
) -> None:
    case = Case.objects.get(pk=a_received_case(handler))
    asked = {"to": "a@example.org", "site": "https://a.example", "asked_by": "portal"}
    receipt = Receipt.objects.create(case=case, asked_at=NOW, **asked)
    make(Slip(f"{RULES}/obligations.csv", gone, ""))
    assert sending.sweep(NOW) == 0
    receipt.refresh_from_db()
    assert (receipt.state, receipt.attempts) == ("waiting", 0)
    assert "iso-10002/obligations.csv: the file is missing" in receipt.error


def test_the_usual_rules_amiss_are_told_in_place_of_the_first_page(
    make: Make, alice: Client
) -> None:
    make(Slip(f"{RULES}/obligations.csv", one_cell, ""))
    answer = alice.get("/")
    assert answer.status_code == 503
    assert "iso-10002/obligations.csv, row" in text(answer)


def test_strangers_are_told_nothing_of_our_files(make: Make, client: Client) -> None:
    make(Slip(f"{RULES}/obligations.csv", one_cell, ""))
    told = {"text": "My lamp is broken.", "name": "Bo Hart", "email": "bo@example.org"}
    answer = client.post("/complain/", told)
    assert answer.status_code == 503
    assert "what you wrote is still there" in text(answer)
    assert "obligations" not in text(answer)


def test_a_job_that_needs_it_says_one_line_and_no_fault_of_ours(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    make(Slip("standard/suggestions.yaml", no_yaml, ""))
    with pytest.raises(BadData) as failed:
        suggesting.sweep(NOW)
    sweeping.Faults().log("suggestions could not be applied", failed.value, NOW)
    (line,) = caplog.records
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert "standard/suggestions.yaml, line" in line.message

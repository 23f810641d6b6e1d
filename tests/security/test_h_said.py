"""What is said of oneself: an address is of one person, and no sign turns what others read."""

import pytest
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.steps.test_place_message import sent

from upheld.core.words import CaseId
from upheld.store.models import Case, Customer, Person

NO_ADDRESS = (
    "a@b.org\nBcc: x@y.org", "a@b.org\r\n\r\nx", "a@b.org, c@d.org", "a@b.org;c@d.org", "x",
    "a@b.org>,<c@d.org", "a@[127.0.0.1]", "a@b.org\u2028x", '"a b"@c.org', "<a@b.org>", "a@b@c.org",
)  # fmt: skip


@pytest.mark.parametrize("email", NO_ADDRESS)
def test_two_addresses_or_a_header_are_nobodys_address(
    email: str, open_case: CaseId, handler: Person
) -> None:
    program, path = Program(key_of(handler)), f"/customers/{Customer.objects.get().pk}"
    filed = program.post("/cases", {"text": "Late.", "complainant": {"email": email}})
    known = program.ask("PATCH", path, {"email": email}, If_Match=program.version(path))
    assert (filed.status_code, known.status_code) == (422, 422)
    assert "is no e-mail address: write one such as sally@example.org" in filed.json()["detail"]
    assert Customer.objects.get().email == "sally@example.org"
    assert Case.objects.count() == 1


def test_a_domain_of_another_script_is_one(handler: Person) -> None:
    told = {"text": "Late.", "complainant": {"email": "sali@παράδειγμα.gr"}}
    assert Program(key_of(handler)).post("/cases", told).status_code == 201


def test_an_address_that_no_letter_of_ours_reaches_is_taken_by_no_program_as_by_no_form(
    handler: Person, open_case: CaseId
) -> None:
    """Letters to a name beyond ASCII come back."""
    program, path = Program(key_of(handler)), f"/customers/{Customer.objects.get().pk}"
    told = {"email": "σάλι@example.gr"}
    assert program.post("/cases", {"text": "Late.", "complainant": told}).status_code == 422
    assert program.patch(path, told, If_Match=program.version(path)).status_code == 422


def test_no_name_or_subject_turns_what_stands_beside_it_or_begins_a_line(db: None) -> None:
    turned = "\u202egro.live\u2066 Sally\u2069\u202c"
    row = sent(a_mail(sender=f"{turned} <sally@example.org>", subject=f"Late {turned}"))
    assert row.case_id is not None
    case = Case.objects.get(pk=row.case_id)
    assert (case.customer.name, case.subject) == ("gro.live Sally", "Late gro.live Sally")


def test_a_name_is_one_line(handler: Person) -> None:
    who = {"name": "Eve\r\nBcc: x@y.org", "email": "eve@example.org"}
    Program(key_of(handler)).post("/cases", {"text": "Late.", "complainant": who})
    assert Customer.objects.get().name == "Eve Bcc: x@y.org"

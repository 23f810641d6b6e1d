"""Mail about a case of a private team is not there for others, whatever kept it from its place.

Each reason for which a message is held or set aside is asked, and a new one that is not is told."""

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.api.programs import Program, key_of
from tests.core.mails import a_bounce, a_mail
from tests.desk.reading import text
from tests.docs.pages import ROOT
from tests.rows import a_row
from tests.stories import NOW

from upheld.core.post import LARGEST, Kind
from upheld.core.references import reference
from upheld.core.words import CaseId, MailState, Role
from upheld.jobs import intake
from upheld.steps import place_message, set_aside, tell_too_large
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import files, held_mail, mail, tokens
from upheld.store import models as rows
from upheld.store.mail import Came
from upheld.store.receipts import hash_of

from .kept_back import a_private_team
from .world import World, undone

BY = Operator("mail")
SECRET, ADDRESS = "zqsecretzq", "zora@example.net"
ZORA, EVE = f"Zora Quill <{ADDRESS}>", "Eve <eve@evil.example>"
OFTEN = "Mallory <mallory@evil.example>"  # who writes all the time
SERVER = "mx.firm.example"
OWN = "<own@example.net>"  # of a message that is in a case of theirs that is closed


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


@pytest.fixture
def letter(vera: rows.Person) -> rows.Letter:
    """Of a case of the private team."""
    case = stories.an_open_case(vera, name="Zora Quill", email=ADDRESS)
    rows.Case.objects.filter(pk=case).update(owner=vera)
    return rows.Letter.objects.filter(case=case).earliest("pk")


@pytest.fixture
def closed(vera: rows.Person) -> None:
    """A case of theirs, closed, with a message in it."""
    case = stories.a_closed_case(vera, name="Zora Quill", email=ADDRESS)
    rows.Case.objects.filter(pk=case).update(owner=vera)
    rows.Incoming.objects.create(
        sha256="0" * 64, size=1, came_by="smtp", came_at=NOW, case_id=case,
        state="placed", message_id=OWN.strip("<>"), sender=ADDRESS,
    )  # fmt: skip


@pytest.fixture
def often() -> None:
    """Mallory wrote as often within the hour as one may."""
    for number in range(21):
        rows.Incoming.objects.create(
            sha256=f"{number}", size=1, came_by="smtp", came_at=NOW, state="erased",
            sender="mallory@evil.example", kind="person",
        )  # fmt: skip


def says(sender: str = ZORA, message_id: str = "<9@example.net>", **told: Any) -> bytes:
    told = {"subject": SECRET, **told}
    return a_mail(f"My {SECRET}.", sender, message_id=message_id, **told)


def answers(letter: rows.Letter, **told: Any) -> bytes:
    return says(In_Reply_To=tokens.message_id(letter), **told)


def placed(raw: bytes, return_path: str | None = None, at: datetime = NOW) -> rows.Incoming:
    row = take_message(raw, "smtp", BY, at, return_path=return_path)
    return place_message.place_message(row.pk, BY, at)


def too_large(head: bytes) -> rows.Incoming:
    came = Came(head.partition(b"\n\n")[0] + b"\n\n", "imap", NOW)
    return tell_too_large.tell_too_large(came, LARGEST + 1, BY, NOW)


def quoted(letter: rows.Letter, to: str = ADDRESS, **told: Any) -> bytes:
    """What a server gives back of our letter."""
    return a_mail(SECRET, subject=SECRET, to=to, message_id=tokens.message_id(letter), **told)


def report(letter: rows.Letter, named: str = ADDRESS, **told: Any) -> bytes:
    return a_bounce(quoted(letter), named=f"Final-Recipient: rfc822; {named}", **told)


def nested(raw: bytes, levels: int) -> bytes:
    """The words of a message, deeper within than is read."""
    head, _, words = raw.partition(b"\n\n")
    kept = [each for each in head.split(b"\n") if not each.lower().startswith(b"content-")]
    parts = words
    for level in range(levels):
        kind = b"Content-Type: multipart/mixed; boundary=b%d\n\n" % level
        parts = b"%s--b%d\n%s\n--b%d--\n" % (kind, level, parts, level)
    return b"\n".join(kept) + b"\n" + parts


def receipt_read(letter: rows.Letter) -> bytes:
    """That our letter was read (RFC 8098), which names it there alone."""
    told = f"Final-Recipient: rfc822; {ADDRESS}\nOriginal-Message-ID: {tokens.message_id(letter)}\n"
    kind = b'multipart/report; report-type=disposition-notification; boundary="B"'
    parts = f"Content-Type: message/disposition-notification\n\n{told}".encode()
    head = says().partition(b"\n\n")[0].split(b"\n")
    plain = [each for each in head if not each.lower().startswith(b"content-")]
    kind = b"\nContent-Type: " + kind + b"\n\n--B\nContent-Type: text/plain\n\nRead.\n--B\n"
    return b"\n".join(plain) + kind + parts + b"\n--B--\n"


def second_copy(letter: rows.Letter) -> rows.Incoming:
    placed(answers(letter))
    return placed(answers(letter) + b"And one thing more.\n")


def same_again(letter: rows.Letter) -> rows.Incoming:
    placed(answers(letter))
    return placed(answers(letter, X_Way="another"))


def kindly(letter: rows.Letter) -> rows.Incoming:
    asked = a_row(rows.Asked, {rows.Customer: letter.case.customer}, Random(7))
    assert isinstance(asked, rows.Asked)
    name = reference(letter.case_id)
    return placed(says(In_Reply_To=tokens.message_id(asked), subject=f"{SECRET} {name}"))


def nothing_said(letter: rows.Letter) -> rows.Incoming:
    return placed(a_mail("", ZORA, subject="", X_Original_To=tokens.reply_to(letter)))


def file_missing(letter: rows.Letter) -> rows.Incoming:
    row = take_message(answers(letter), "smtp", BY, NOW)
    files.forget(row.sha256)
    return place_message.place_message(row.pk, BY, NOW)


def keeps_failing(letter: rows.Letter) -> rows.Incoming:
    row = take_message(answers(letter), "smtp", BY, NOW)
    rows.Incoming.objects.filter(pk=row.pk).update(attempts=3)
    intake.sweep(NOW)
    return row


def fault_of_ours(letter: rows.Letter) -> rows.Incoming:
    row = take_message(answers(letter), "smtp", BY, NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "place_message", lambda *_: 1 // 0)
        intake.sweep(NOW)
    return row


def held_by_hand(letter: rows.Letter) -> rows.Incoming:
    row = take_message(answers(letter), "smtp", BY, NOW)
    vera = rows.Person.objects.get(name="Vera Holm")
    held = Program(key_of(vera)).post(f"/mail/{row.pk}/hold", {"why": "Look at it."})
    assert held.status_code == 200
    return row


def aside_by_hand(letter: rows.Letter) -> rows.Incoming:
    row = placed(answers(letter, sender=""))
    set_aside.set_aside(row.pk, False, rows.Person.objects.get(name="Vera Holm"), NOW)
    return row


def returned_from_before(letter: rows.Letter) -> rows.Incoming:
    return placed(a_bounce(quoted(letter, to="old@example.net")), return_path="")


def unnamed_bounce(letter: rows.Letter) -> rows.Incoming:
    """It gives nothing back by which our letter is called, but where answers to it go."""
    returned = a_mail(SECRET, subject=SECRET, message_id="", Reply_To=tokens.reply_to(letter))
    return placed(a_bounce(returned), return_path="")


def forged(letter: rows.Letter) -> rows.Incoming:
    return placed(answers(letter, Authentication_Results=f"{SERVER}; dmarc=fail"))


def linked(letter: rows.Letter) -> rows.Incoming:
    """It quotes the link to the case that we sent."""
    secret = "s" * 43
    rows.Receipt.objects.create(
        to=ADDRESS, case_id=letter.case_id, asked_at=NOW, asked_by="Zora Quill",
        link_hash=hash_of(secret),
    )  # fmt: skip
    told = f"{SECRET} https://care.example/portal/enter/{secret}/"
    return placed(a_mail(told, "", subject=SECRET))


def coded(letter: rows.Letter) -> rows.Incoming:
    """It quotes our letter, and no word of it stands as it is in the bytes that came."""
    told = f"{SECRET}\n> Message-ID: {tokens.message_id(letter)}"
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = SECRET, "<c@example.net>"
    message.set_content(told, cte="base64")
    return placed(message.as_bytes())


WAYS: Mapping[str, Callable[[rows.Letter], rows.Incoming]] = {
    "new": lambda letter: take_message(answers(letter), "smtp", BY, NOW),
    "a second copy that says something else": second_copy,
    "the same again": same_again,
    "too deep to be read": lambda letter: placed(nested(answers(letter), 41)),
    "two senders": lambda letter: placed(answers(letter, sender=f"{ZORA}, {EVE}")),
    "no sender": lambda letter: placed(answers(letter, sender="")),
    "too large": lambda letter: too_large(answers(letter)),
    "too large, with a head that is not read": lambda letter: too_large(
        answers(letter).replace(b"\nSubject:", b"\nX-Long: " + b"x" * 200_000 + b"\nSubject:", 1)
    ),
    "forged": forged,
    "one too many": lambda letter: placed(answers(letter, sender=OFTEN)),
    "an answer to a kind letter": kindly,
    "another address": lambda letter: placed(answers(letter, sender=EVE)),
    "it goes on in a closed case": lambda letter: placed(says(In_Reply_To=OWN)),
    "nothing said": nothing_said,
    "before the first policy": lambda letter: placed(
        says(X_Original_To=tokens.reply_to(letter)), at=datetime(1990, 1, 1, tzinfo=UTC)
    ),
    "its file is missing": file_missing,
    "it keeps failing": keeps_failing,
    "a fault of ours": fault_of_ours,
    "held by hand": held_by_hand,
    "set aside by hand": aside_by_hand,
    "a bounce": lambda letter: placed(report(letter), return_path=""),
    "a bounce that names no letter": unnamed_bounce,
    "a bounce of no mail server": lambda letter: placed(report(letter), return_path="a@b.example"),
    "a bounce from an address of before": returned_from_before,
    "a bounce from another address": lambda letter: placed(
        report(letter, named="eve@evil.example"), return_path=""
    ),
    "a delay": lambda letter: placed(report(letter, action="delayed"), return_path=""),
    "a receipt that it was read": lambda letter: placed(receipt_read(letter)),
    "an automatic reply": lambda letter: placed(answers(letter, Auto_Submitted="auto-replied")),
    "a list": lambda letter: placed(answers(letter, List_Id="<news.example.org>")),
    "our own address": lambda letter: placed(answers(letter, sender="complaints@localhost")),
    "a link to the case": linked,
    "a letter that is quoted in signs that hide it": coded,
    "a reference": lambda letter: placed(
        says(sender="", subject=f"{SECRET} {reference(letter.case_id)}")
    ),
}


@pytest.fixture(autouse=True)
def a_mail_server(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = SERVER


def pages(client: Client) -> list[str]:
    """What the lists, the counts and the searches say."""
    states = ("held", "aside", "placed", "new")
    asked = ["/", *(f"/mail/?state={state}" for state in states)]
    asked += [f"/complaints/?q={word}" for word in (SECRET, ADDRESS)]
    return [text(client.get(place)) for place in asked]


def of_programs(program: Program) -> list[str]:
    asked = ["/mail", *(f"/mail?state={state}" for state in MailState), f"/cases?q={SECRET}"]
    return [program.get(place).content.decode() for place in asked]


def reached(client: Client, program: Program, pk: int, into: CaseId) -> Iterator[tuple[str, int]]:
    """What is answered wherever the message would be, by its number."""
    for place in ("", "raw/", "files/0/"):
        yield f"desk {place}", client.get(f"/mail/{pk}/{place}").status_code
    for act in ("placing/", "case/", "aside/", "split/"):
        told = {"reference": reference(into)}
        yield f"desk {act}", client.post(f"/mail/{pk}/{act}", told).status_code
    for place in ("", "/raw", "/files/0"):
        yield f"api {place}", program.get(f"/mail/{pk}{place}").status_code
    bodies = {"placing": {"case": reference(into)}, "case": {}, "aside": {}, "hold": {"why": "x"}}
    for act, body in bodies.items():
        yield f"api {act}", program.post(f"/mail/{pk}/{act}", body).status_code


@pytest.mark.parametrize("way", WAYS)
def test_whatever_keeps_it_from_its_place_others_find_no_mail_about_a_case_of_theirs(
    way: str, world: World, vera: rows.Person, letter: rows.Letter, closed: None, often: None
) -> None:
    roles = (Role.HANDLER, Role.LEAD)
    others = [(world.client(role), Program(key_of(world.people[role]))) for role in roles]
    before = [(pages(client), of_programs(program)) for client, program in others]
    row = WAYS[way](letter)
    row.refresh_from_db()
    assert row.state != "placed"
    assert [(pages(client), of_programs(program)) for client, program in others] == before
    for client, program in others:
        found = dict(reached(client, program, row.pk, world.case))
        assert found == dict.fromkeys(found, 404)
        told = program.get("/events?limit=200").content.decode()
        assert SECRET not in told
        assert ADDRESS not in told
    after = rows.Incoming.objects.select_related("case__owner").get(pk=row.pk)
    assert (after.state, after.case, after.case and after.case.owner) == (row.state, row.case, vera)
    own = Client()
    own.force_login(vera)
    assert own.get(f"/mail/{row.pk}/").status_code == 200


class Watched:
    """Each place in the sources from which a message was held or set aside, and its kind."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.lines, self.kinds = set[tuple[str, int]](), set[str]()
        for of, name in ((mail, "settled"), (held_mail, "set_aside")):
            patch.setattr(of, name, self._through(getattr(of, name)))

    def _through(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*told: Any) -> Any:
            frame = sys._getframe(1)
            while frame.f_back:
                self.lines.add((frame.f_code.co_filename, frame.f_lineno))
                frame = frame.f_back
            self.kinds |= {told[0].kind} if isinstance(told[0], rows.Incoming) else set()
            return real(*told)

        return watched


def reasons() -> Iterator[tuple[str, range]]:
    """Where the sources hold a message, or set it aside: the lines of each."""
    for path in sorted((ROOT / "src" / "upheld").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _holds(node, path):
                yield str(path), range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _holds(call: ast.Call, path: Path) -> bool:
    told = ast.unparse(call.func)
    if told in ("mail.settled", "held_mail.set_aside"):
        return "MailState.PLACED" not in ast.unparse(call)
    return told == "hold" and ast.unparse(call).startswith(("hold(incoming_id,", "hold(message,"))


def test_no_reason_and_no_kind_is_left_out_of_the_table(
    vera: rows.Person,
    letter: rows.Letter,
    closed: None,
    often: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Watched(monkeypatch)
    for way in WAYS:
        with undone():
            WAYS[way](letter)
    every = list(reasons())
    asked = {each for each in every for line in each[1] if (each[0], line) in found.lines}
    assert len(every) > 15
    assert [f"{path}:{lines.start}" for path, lines in every if (path, lines) not in asked] == []
    assert {*Kind} - found.kinds == set()


def test_of_several_cases_the_one_of_a_private_team_decides(
    world: World, vera: rows.Person, letter: rows.Letter
) -> None:
    """Of which the other is nearer."""
    other = rows.Letter.objects.filter(case=world.case).earliest("pk")
    both = f"{tokens.message_id(letter)} {tokens.message_id(other)}"
    for told in ({"sender": EVE}, {"sender": ""}, {"Auto_Submitted": "auto-replied"}):
        row = placed(answers(other, References=both, message_id=f"<{len(told)}@x>", **told))
        assert row.case_id == letter.case_id
        assert world.client(Role.LEAD).get(f"/mail/{row.pk}/raw/").status_code == 404


def test_mail_about_no_case_of_theirs_is_there_as_before(world: World, letter: rows.Letter) -> None:
    row = placed(says(sender=f"{ZORA}, {EVE}"))
    assert (row.state, row.case) == ("held", None)
    assert world.client(Role.HANDLER).get(f"/mail/{row.pk}/").status_code == 200
    named = placed(says(sender="", subject=reference(world.case), message_id="<2@x>"))
    assert (named.state, named.case) == ("held", None)  # anybody can write a reference

"""A complaint by mail from the first word to the last, through real servers, on and on killed.

Sally writes to a mailbox, is acknowledged, her complaint is looked into and answered, and she
accepts by mail. Between all of it processes end by SIGKILL. Nothing is lost and nothing doubled.
"""

import json
import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.core.mails import a_mail
from tests.jobs.test_outbox import Mailbox
from tests.mail.dovecot import PASSWORD, USER, Server, dovecot, needs_dovecot
from tests.ports import a_free_port
from tests.project.test_serve import ROOT, UPHELD, environment
from tests.waiting import PATIENCE, soon

pytestmark = [needs_dovecot, pytest.mark.slow]

ALL_JOBS = (
    sys.executable,
    "-c",
    "from upheld.project.sweeping import keep_sweeping; keep_sweeping()",
)
# Those that a letter goes through; what learns and counts beside them is at work in the first run.
MAIL = """
import django; django.setup()
from upheld.project import sweeping
sweeping.for_ever(sweeping.in_turn(), sweeping.EVERY_SECONDS)
"""
JOBS = (sys.executable, "-c", MAIL)
BEGIN = """
import django; django.setup()
from django.utils import timezone
from tests import stories
from upheld.core.words import CaseId, Role
from upheld.steps import acknowledge, answer, close, decide
from upheld.store import files, load
from upheld.store.record import events
from upheld.store.models import Acceptance, Case, Evidence, Incoming, Letter, Person
now = timezone.now()
by, _ = Person.objects.get_or_create(email="alice@example.com", name="Alice", role="handler")
sally = Case.objects.get(customer__email="sally@example.org").pk
"""
ACKNOWLEDGE = """
draft = acknowledge.draft_acknowledgement(load.page(sally), by, now)
acknowledge.acknowledge(sally, draft, by, now)
"""
ANSWER = """
allegation = stories.an_allegation(sally, by, now)
stories.a_finding(sally, allegation, by, now)
decide.decide(sally, by, now)
draft = answer.draft_reply(load.page(sally), by, now)
answer.answer(sally, stories.the_decision(sally), draft, by, now)
"""
# A person reads the reply, and says what it says: no machine takes a thank-you for a yes.
HEAR = """
told = Evidence.objects.filter(case=sally, filename="message.eml").latest("pk").text
assert told == "Thank you, that settles it for me.", told
close.hear(sally, True, told, by, now)
lesson = "Ring the carrier on the second day."
close.close(sally, "carrier_delay", lesson, "", by, now, still_to_keep=True)
"""
COUNT = """
import json
print(json.dumps({
    "messages": Incoming.objects.count(), "placed": Incoming.objects.filter(state="placed").count(),
    "cases": Case.objects.count(), "state": Case.objects.get(pk=sally).state,
    "accepted": list(Acceptance.objects.values_list("accepted", flat=True)),
    "letters": list(Letter.objects.order_by("pk").values_list("kind", "state")),
    "evidence": Evidence.objects.filter(case=sally).exclude(filename="").count(),
    "amiss": [*map(str, files.mail_amiss()), *map(str, files.amiss()), *map(str, events.breaks())],
}))
"""


@dataclass(frozen=True)
class House:
    """Upheld on this machine: each of its processes is started anew, and can end at any moment."""

    told: dict[str, str]

    def start(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command, env=self.told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    @contextmanager
    def running(self, *command: str) -> Iterator[None]:
        """Until the block ends, and then by SIGKILL, whatever it is at."""
        process = self.start(*command)
        try:
            yield
        finally:
            process.kill()
            process.communicate()

    def fetch(self) -> float:
        """Reads the mailbox to its end; returns how many seconds that took."""
        began = time.monotonic()
        process = self.start(*UPHELD, "mail", "fetch")
        told, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, told
        return time.monotonic() - began

    def killed_while_fetching(self, seconds: float) -> None:
        process = self.start(*UPHELD, "mail", "fetch")
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def count(self, state: str = "%") -> int:
        """How many messages are in a state, asked of the file itself."""
        with closing(sqlite3.connect(self.database)) as asked:
            told = asked.execute("SELECT count(*) FROM store_incoming WHERE state LIKE ?", [state])
            return int(told.fetchone()[0])

    def ten_minutes_later(self) -> None:
        """What a process had claimed that was killed is anybody's again."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as told, told:
            told.execute("UPDATE store_incoming SET claimed_at = NULL WHERE state = 'new'")

    @property
    def database(self) -> Path:
        return Path(self.told["UPHELD_VAR"], "upheld.sqlite3")

    def act(self, what: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-c", BEGIN + what + COUNT],
            env=self.told, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def server() -> Iterator[Server]:
    with dovecot() as running:
        yield running


@pytest.fixture
def sent(request: pytest.FixtureRequest) -> Iterator[tuple[Mailbox, int]]:
    """Where Sally's own mail arrives."""
    box, port = Mailbox(), a_free_port()
    own = Controller(box, hostname="127.0.0.1", port=port)
    own.start()
    yield box, port
    own.stop()


@pytest.fixture
def house(server: Server, sent: tuple[Mailbox, int], stored: Path) -> House:
    told = environment(stored)
    told |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "JOURNEY_SMTP_PORT": str(sent[1])}
    told |= {"DJANGO_SETTINGS_MODULE": "tests.mail.journey_settings"}
    told |= {
        "UPHELD_IMAP": server.url(),
        "UPHELD_IMAP_PASSWORD": PASSWORD,
        "UPHELD_INSIDE": "localhost",
    }
    return House(told | {"SSL_CERT_FILE": str(server.certificate)})


def deliver(server: Server, *raws: bytes) -> None:
    """As the mail server of the firm does with what comes for its address (RFC 2033)."""
    with smtplib.LMTP("127.0.0.1", server.lmtp_port) as client:
        for raw in raws:
            client.sendmail("somebody@example.org", [USER], raw)


def test_a_complaint_goes_its_whole_way_while_everything_is_killed(
    house: House, server: Server, sent: tuple[Mailbox, int]
) -> None:
    took = house.fetch()
    others = [a_mail(message_id=f"<{n}@x>", sender=f"c{n}@x.example") for n in range(9)]
    photograph = ("shelf.jpg", "image/jpeg", b"\xff\xd8 a shelf")
    deliver(server, a_mail(files=(photograph,)), *others)
    house.killed_while_fetching(took * 0.85)
    with house.running(*UPHELD, "mail", "fetch"):
        soon(house.count, every=0.01)  # kept, and hardly marked there yet
    house.fetch()
    assert (server.seen(), house.count()) == ([True] * 10, 10)

    for placed, jobs in ((1, ALL_JOBS), (4, JOBS), (10, JOBS)):
        with house.running(*jobs):
            soon(lambda: house.count("placed") >= placed, every=0.01)  # noqa: B023
        house.ten_minutes_later()
    inbox, _ = sent
    house.act(ACKNOWLEDGE)
    with house.running(*JOBS):
        soon(lambda: inbox.came, every=0.01)  # and hardly written down here
    house.act(ANSWER)
    with house.running(*JOBS):
        soon(lambda: len(inbox.came) > 1)

    answered = inbox.came[1]
    reply = a_mail(
        "Thank you, that settles it for me.", message_id="<2@example.org>",
        In_Reply_To=str(answered["Message-ID"]), subject=f"Re: {answered['Subject']}",
    )  # fmt: skip
    with house.running(*UPHELD, "mail", "watch"):
        deliver(server, reply)
        soon(lambda: server.seen() == [True] * 11)
    with house.running(*JOBS):
        soon(lambda: house.count("placed") == 11)
    found = house.act(HEAR)

    letters = found.pop("letters")
    assert [kind for kind, _ in letters] == ["acknowledgement", "final"]
    assert {state for _, state in letters} <= {"sent", "sending"}  # killed as it was written down
    assert found == {
        "messages": 11, "placed": 11, "cases": 10, "state": "closed", "accepted": [True],
        "evidence": 3, "amiss": [],
    }  # fmt: skip
    assert [each["To"] for each in inbox.came] == ["sally@example.org"] * 2

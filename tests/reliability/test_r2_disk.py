"""R2: a disk that is full, or a database that is gone: what came stays where it is, and is told.

What a person sees of a mailbox that fell silent: tests/desk/test_mail.py; of a database that is
gone: tests/project/test_health.py.
"""

from pathlib import Path

import pytest
from tests.core.mails import a_mail
from tests.new_store import new_store
from tests.reliability.conftest import run

# Python keeps what it compiled, and would keep half of it here, for whoever runs it next.
UNCOMPILED = {"PYTHONDONTWRITEBYTECODE": "1"}
# A process may write no file beyond a size: for SQLite and for the files the disk is full.
FULL = """
import asyncio, resource, signal
from types import SimpleNamespace
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from django.db import connections
from upheld.mail.listen import Taking
from upheld.store import files
from upheld.store.record import events
from upheld.store.models import Incoming
raw = Path(os.environ["UPHELD_VAR"], "a.eml").read_bytes()
taking = Taking()

def bring():
    envelope = SimpleNamespace(original_content=raw, mail_from="sally@example.org")
    return asyncio.run(taking.handle_DATA(None, None, envelope))

usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
refused = [bring() for _ in range(3)]
fault = taking.fault
resource.setrlimit(resource.RLIMIT_FSIZE, usual)
kept = Incoming.objects.count()
taken = bring()
print([told[:3] for told in refused], kept, taken[:3], Incoming.objects.count(), bool(fault),
      list(files.mail_amiss()), list(events.breaks()), flush=True)
taking.writer.submit(connections.close_all).result()
"""


@pytest.mark.slow
@pytest.mark.pain("R2")
def test_while_the_disk_is_full_the_other_server_keeps_it_and_then_it_is_taken_whole(
    tmp_path: Path,
) -> None:
    (new_store(tmp_path).parent / "a.eml").write_bytes(
        a_mail(files=(("a.jpg", "image/jpeg", b"x" * 50_000),))
    )
    done = run(FULL, tmp_path, **UNCOMPILED)
    assert done.stdout == "['451', '451', '451'] 0 250 1 True [] []\n", done.stderr[-2_000:]
    assert "could not be kept" in done.stderr  # what an operator's log says


SIGNING_IN = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from django.test import Client
from upheld.core.words import Role
from upheld.store.models import Person
Person.objects.create_person("ada@example.org", "Ada Byron", Role.HANDLER, "seven blue herons")
told = {"login": "ada@example.org", "password": "seven blue herons"}

def sign_in():
    answer = Client(headers={"Host": "localhost"}).post("/accounts/login/", told)
    return answer.status_code, answer.get("Retry-After"), answer.content.decode()

usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
status, after, page = sign_in()
resource.setrlimit(resource.RLIMIT_FSIZE, usual)
print(status, after, "Nothing can be written at the moment" in page, "too often" in page)
print(sign_in()[0])
"""


@pytest.mark.slow
def test_while_the_disk_is_full_whoever_signs_in_is_told_so_and_not_that_they_tried_too_often(
    tmp_path: Path,
) -> None:
    new_store(tmp_path)
    done = run(SIGNING_IN, tmp_path, **UNCOMPILED)
    assert done.stdout.splitlines() == ["503 60 True False", "302"], done.stderr[-2_000:]
    assert "a try cannot be counted" in done.stderr


ASKING = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from django.test import Client
from django.utils import timezone
from upheld.core.words import Role
from upheld.steps.keep_keys import make_key
from upheld.steps.may import Operator
from upheld.store.models import Person
ada = Person.objects.create_person("ada@example.org", "Ada Byron", Role.LEAD, "seven blue herons")
key = make_key(ada, "x", ["read", "write", "admin"], None, Operator(), timezone.now())[1]
stranger = Client(headers={"Host": "localhost"}, raise_request_exception=False)
program = Client(headers={"Host": "localhost", "Authorization": f"Bearer {key}"})
known = Client(headers={"Host": "localhost"}, raise_request_exception=False)
known.force_login(ada)

def asked():
    told = {"text": "It is late.", "email": "sally@example.org", "name": "Sally", "once": "a"}
    yield stranger.post("/complain/", told)
    yield stranger.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    yield known.post("/exceptions/teams/", {"name": "Care"})
    yield program.post("/api/v1/teams", {"name": "Calls"}, content_type="application/json")
    yield program.post("/api/v1/cases", {"text": "Late."}, content_type="application/json")

usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
answers = list(asked())
resource.setrlimit(resource.RLIMIT_FSIZE, usual)
for each in answers:
    print(each.status_code, each.get("Retry-After"), b"othing can be written" in each.content)
print([each.status_code for each in asked()])
"""


@pytest.mark.slow
def test_while_the_disk_is_full_whoever_asks_anything_is_told_to_come_again(
    tmp_path: Path,
) -> None:
    new_store(tmp_path)
    done = run(ASKING, tmp_path, **UNCOMPILED)
    told = done.stdout.splitlines()
    assert told[:5] == ["503 60 True"] * 5, done.stderr[-2_000:]
    assert told[5] == "[303, 200, 303, 201, 201]"


KEEPING = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.stories import an_allegation, an_open_case
from upheld.core.words import Role
from upheld.steps.keep_keys import make_key
from upheld.steps.may import Operator
from upheld.store.models import Evidence, Person
from django.utils import timezone
ada = Person.objects.create_person("ada@example.org", "Ada Byron", Role.LEAD, "seven blue herons")
key = make_key(ada, "x", ["read", "write", "admin"], None, Operator(), timezone.now())[1]
program = Client(headers={"Host": "localhost", "Authorization": f"Bearer {key}"})
known = Client(headers={"Host": "localhost"}, raise_request_exception=False)
known.force_login(ada)
case = an_open_case(Operator(), timezone.now())
allegation = an_allegation(case, Operator(), timezone.now())

def asked():
    told = {"kind": "record", "text": "A scan."}
    for asks, there, name in (
        (program, f"/api/v1/cases/UP-{case:06}/evidence", "file"),
        (known, reverse("desk:evidence", args=[case, allegation]), "file"),
    ):
        yield asks.post(there, {**told, name: SimpleUploadedFile("scan.txt", b"x" * 9_000_000)})

usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, usual[1]))
answers = list(asked())
resource.setrlimit(resource.RLIMIT_FSIZE, usual)
for each in answers:
    print(each.status_code, each.get("Retry-After"), b"othing can be written" in each.content)
print(Evidence.objects.exclude(sha256="").count(), [each.status_code for each in asked()])
"""


@pytest.mark.slow
def test_while_the_disk_of_the_files_is_full_whoever_brings_one_is_told_to_come_again(
    tmp_path: Path,
) -> None:
    """The database is on another disk, which has room."""
    new_store(tmp_path)
    done = run(KEEPING, tmp_path, **UNCOMPILED)
    told = done.stdout.splitlines()
    assert told == ["503 60 True"] * 2 + ["0 [201, 303]"], done.stderr[-2_000:]

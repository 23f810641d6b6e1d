"""A backup is one moment of the whole store, and comes back on either engine as it was."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from tests import guards, stories
from tests.cli.conftest import Ran, environment
from tests.forks import shim
from tests.new_store import new_store
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps import investigate
from upheld.steps.may import Operator
from upheld.store import backup, events, loose
from upheld.store import models as rows
from upheld.store.at_once import AsFarAs
from upheld.store.backup.archive import new
from upheld.store.backup.restore import _empty_tables, put_back
from upheld.store.backup.sealing import sealed
from upheld.store.backup.tables import told as told_rows
from upheld.store.migrating import WholeMigrations

Process = Callable[..., Ran]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# The oldest that anybody may have a backup of (test_upgrading.py).
OLD = "0034_long_lists"
# What stood for many migrations in the version before, and is no file any more.
STOOD = "0001_squashed_0034_long_lists"


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """Runs a command in a process of its own, with its data in a folder or in another database."""

    def ran(var: Path, *arguments: str, **more: str) -> Ran:
        done = subprocess.run(
            [f"{place}/upheld", *arguments], env=environment(var) | more, capture_output=True,
            check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    with shim(tmp_path_factory.mktemp("forks")) as place:
        yield ran


@pytest.fixture
def told() -> rows.Case:
    """A decided case with a file, whose text has what JSON and tables stumble over."""
    case_id = stories.a_decided_case(Operator())
    photo = loose.keep(ContentFile(b"a picture", "photo.png"), NOW)
    investigate.add_evidence(case_id, None, "photo", "The box", Operator(), NOW, file=photo)
    rows.Customer.objects.update(name="Ann\u2028 O’Brien\n", address='"a", \\ ü 🙂')
    return rows.Case.objects.get()


def written(path: Path, *recipients: str) -> Path:
    backup.write(path, NOW, recipients, lambda told: None)
    return path


def parts(path: Path) -> dict[str, str]:
    """The hash of every part, those that migrations write themselves left out."""
    with tarfile.open(path) as tar:
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        found: dict[str, str] = json.loads(manifest.read())["parts"]
    return {name: part for name, part in found.items() if "/store_" in name or "files/" in name}


@pytest.mark.pain("R7")
def test_what_comes_back_is_one_moment_of_what_was_there(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    first, second, var = tmp_path / "first.backup", tmp_path / "second.backup", tmp_path / "var"
    with others_at_work():
        manifest = backup.write(first, NOW, (), lambda told: None)
    assert manifest.counts["store_event"] == manifest.head[0] < events.head()[0]
    done = process(var, "restore", str(first))
    assert done.code == 0, done  # which the record and every file are held against
    assert f"WARNING: there is no list of erasures at {var / 'erasures.jsonl'}" in done.out
    assert process(var, "replay", "--all").code == 0
    assert process(var, "backup", str(second)).code == 0
    assert parts(second) == parts(first)
    assert len([name for name in parts(first) if name.startswith("files/")]) == 1


@contextmanager
def others_at_work() -> Iterator[None]:
    """Fifty write meanwhile, each in a connection of their own, and every tenth decides a case."""
    began, failed = threading.Event(), []

    def work(number: int) -> None:
        try:
            (stories.a_received_case if number % 10 else stories.a_decided_case)(Operator())
        except Exception as error:
            failed.append(error)
        finally:
            began.set()
            connections["default"].close()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(50)]
    for worker in workers:
        worker.start()
    began.wait()
    try:
        yield
        stories.a_received_case(Operator())
    finally:
        for worker in workers:
            worker.join()
    assert not failed


def test_a_store_that_is_there_already_is_left_alone(told: rows.Case, tmp_path: Path) -> None:
    first = written(tmp_path / "first.backup")
    archive = backup.Archive(first)
    with pytest.raises(backup.RestoreError, match="there is a store already"):
        backup.restore(archive, lambda told: None)
    assert rows.Case.objects.get() == told


def test_a_restore_that_was_cut_off_is_begun_again_and_tells_whose_letters_waited(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    """They may have left since the backup."""
    assert rows.Letter.objects.filter(state="queued").exists()
    first, var = written(tmp_path / "first.backup"), tmp_path / "var"
    var.mkdir()
    cut_off = [sys.executable, "-c", CUT_OFF.format(file=first)]
    killed = subprocess.run(cut_off, env=environment(var), capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    done = process(var, "restore", str(first))
    assert done.code == 0, done
    assert "1 cases" in done.out
    assert "WARNING: letters of 1 waited when the backup was made" in done.out
    assert f"in use after it: {told.reference}\n" in done.out
    assert "there is a store already" in process(var, "restore", str(first)).err


def test_the_tables_of_a_backup_are_made_at_once_as_far_as_it_had_a_line_of_migrations() -> None:
    (short,) = MigrationLoader(connection).replacements
    many = MigrationLoader(connection).replacements[short].replaces
    whole = AsFarAs(connection, many)
    assert short in whole.replacements
    assert {*many}.isdisjoint(whole.graph.nodes)
    older = AsFarAs(connection, [key for key in many if key[1] <= OLD])
    assert short not in older.replacements  # which says on record that it was done
    assert short in older.graph.nodes
    assert {*many} & older.graph.nodes.keys() == {key for key in many if key[1] > OLD}


def test_what_a_restore_that_was_cut_off_left_of_a_file_is_written_anew(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    """Too short, or as long and another."""
    other = loose.keep(ContentFile(b"the others", "other.png"), NOW)
    investigate.add_evidence(CaseId(told.pk), None, "photo", "The lid", Operator(), NOW, file=other)
    first, var = written(tmp_path / "first.backup"), tmp_path / "var"
    for content, cut_off in ((b"a picture", b"a pic"), (b"the others", b"the ot\0\0\0\0")):
        kept_in(var, content).parent.mkdir(parents=True)
        kept_in(var, content).write_bytes(cut_off)
    done = process(new_store(var).parent, "restore", str(first))
    assert done.code == 0, done
    for content in (b"a picture", b"the others"):
        assert kept_in(var, content).read_bytes() == content


def kept_in(var: Path, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    return var / "files" / sha256[:2] / sha256


def test_a_row_that_was_altered_beside_the_record_is_told(
    told: rows.Case, process: Process, tmp_path: Path, stored: Path
) -> None:
    """Whoever owns the file can make all its hashes anew."""
    rows.Decision.objects.update(stance="hold")
    done = process(stored, "restore", str(written(tmp_path / "first.backup")))
    assert done.code == 1
    assert f"decision {rows.Decision.objects.get().pk} is not what event" in done.out


CUT_OFF = """
import os, signal
os.environ["DJANGO_SETTINGS_MODULE"] = "upheld.project.settings"
import django; django.setup()
from importlib import import_module
from pathlib import Path
restore = import_module("upheld.store.backup.restore")
def check(*told): os.kill(os.getpid(), signal.SIGKILL)
restore._check = check
restore.restore(restore.Archive(Path("{file}"), None), print)
"""


def test_a_backup_of_a_newer_version_is_refused_with_what_to_do(
    told: rows.Case, tmp_path: Path
) -> None:
    manifest = backup.Archive(written(tmp_path / "first.backup")).checked()
    manifest.migrations["store"].append("9999_of_tomorrow")
    with pytest.raises(backup.RestoreError, match=r"newer version .9999_of_tomorrow.: update"):
        _empty_tables(manifest)


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_is_whole(
    told: rows.Case, process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the version before wrote it: of its own tables, and with the migrations it knew."""
    first, second, var = tmp_path / "first.backup", tmp_path / "second.backup", tmp_path / "var"
    newest = backup.Archive(written(tmp_path / "now.backup")).checked()
    guards.migrate("store", OLD)
    MigrationRecorder(connection).record_applied("store", STOOD)
    try:
        executor: Any = WholeMigrations(connection)
        before = executor._create_project_state(with_applied_migrations=True)
        monkeypatch.setattr(sys.modules[backup.write.__module__], "apps", before.apps)
        older = backup.Archive(written(first)).checked()
    finally:
        MigrationRecorder(connection).record_unapplied("store", STOOD)
        guards.migrate("store")
    assert STOOD in older.migrations["store"]
    assert older.migrations["store"][-1] == OLD < newest.migrations["store"][-1]
    assert "store_legalhold" in newest.counts.keys() - older.counts.keys()
    more = {}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE brought_up")
        address = urlsplit(os.environ["UPHELD_DATABASE"])._replace(path="/brought_up")
        more = {"UPHELD_DATABASE": address.geturl()}
    done = process(var, "restore", str(first), **more)
    assert done.code == 0, done
    assert "is not what" not in done.out
    assert "is missing" not in done.out
    for command in (("verify",), ("replay", "--all"), ("backup", str(second))):
        done = process(var, *command, **more)
        assert done.code == 0, done
    brought = backup.Archive(second).checked()
    assert brought.migrations["store"] == newest.migrations["store"]
    same = {name for name in older.counts.keys() & brought.counts.keys() if "store_" in name}
    assert {name: brought.counts[name] for name in same} == {
        name: older.counts[name] for name in same
    }


def test_a_damaged_file_is_told_before_anything_is_written(told: rows.Case, tmp_path: Path) -> None:
    content = written(tmp_path / "first.backup").read_bytes()
    whole, checksum = gzip.decompress(content), content[-8:]
    for word in (b"nine days", b"manifest.json", b"2026-", b'"parts"'):
        at = whole.rindex(word)
        other = gzip.compress(whole[:at] + b"~" + whole[at + 1 :])
        refused(tmp_path, other[:-8] + checksum, "cannot be read")
    for short in (content[: len(content) // 2], content[:-1], b"", b"no"):
        refused(tmp_path, short, "cannot be read|ends too early")


def test_a_part_that_is_not_as_the_manifest_says_is_named(told: rows.Case, tmp_path: Path) -> None:
    whole = gzip.decompress(written(tmp_path / "first.backup").read_bytes())
    other = gzip.compress(whole.replace(b"a picture", b"a pasture"))
    refused(tmp_path, other, "damaged at files/")


def refused(folder: Path, content: bytes, why: str) -> None:
    (file := folder / "damaged.backup").write_bytes(content)
    with pytest.raises(backup.ArchiveError, match=why):
        backup.Archive(file).checked()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("files/../../out", b"x"),
        ("files//tmp/out", b"x"),
        ("tables/nobodys/000001.jsonl", b'["id"]\n[1]'),
        ("tables/store_customer/000001.jsonl", b'["none"]\n[1]'),
        ("tables/store_customer/000001.jsonl", b""),
        ("tables/store_customer/000001.jsonl", b'["id"]\n["\xff"]'),
        ("tables/store_customer/000001.jsonl", b'["id","name"]\n[1,null]'),
        ("tables/store_customer/000001.jsonl", b'["id"]\n[99999999999999999999999]'),
        ("tables/store_customer/000001.jsonl", b'["id"]\n[1]\n[1]'),
        ("tables/store_customer/000001.jsonl", b'["id","fit_evidence"]\n[1,%b' % (b"[" * 100_000)),
    ],
)
def test_a_part_that_no_backup_holds_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer.part(name, content)
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    archive = backup.Archive(forged)
    manifest = archive.checked()
    assert [*manifest.parts] == [name]
    with (
        pytest.raises(backup.RestoreError, match="is not what a backup holds"),
        transaction.atomic(),
    ):
        put_back(archive, manifest, {"store_customer": rows.Customer})


class InPieces(io.RawIOBase):
    """A part that gives no more than a megabyte at once, and never all that is left."""

    def __init__(self, part: IO[bytes]) -> None:
        self.part = part

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        assert len(buffer) <= 1 << 20
        found = self.part.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def readall(self) -> bytes:
        raise AssertionError("all of it was asked for at once")


class ArchiveInPieces(backup.Archive):
    def parts(self) -> Iterator[tuple[str, IO[bytes]]]:
        for name, part in super().parts():
            yield name, part if name == "manifest.json" else io.BufferedReader(InPieces(part))


@pytest.mark.parametrize("there", [b"", b"what was cut off"], ids=["new", "cut off"])
def test_rows_and_files_of_any_size_are_put_back_a_piece_at_a_time(
    there: bytes, tmp_path: Path
) -> None:
    film = bytes(range(256)) * (3 << 12)
    path = f"aa/{hashlib.sha256(film).hexdigest()}"
    many = [rows.Customer(name="Ann", address="x" * 4_000) for _ in range(600)]
    rows.Customer.objects.bulk_create(many)
    ((count, lines),) = told_rows(rows.Customer)
    rows.Customer.objects.all().delete()
    if there:
        default_storage.save(path, ContentFile(there))
    with new(tmp_path / "first.backup", ()) as writer:
        writer.part("tables/store_customer/000001.jsonl", lines)
        writer.part(f"files/{path}", film)
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    assert min(len(film), len(lines)) > 2 << 20
    archive = ArchiveInPieces(tmp_path / "first.backup")
    with transaction.atomic():
        counts = put_back(archive, archive.checked(), {"store_customer": rows.Customer})
    assert counts == {"store_customer": count}
    assert list(told_rows(rows.Customer)) == [(600, lines)]
    with default_storage.open(path) as kept:
        assert kept.read() == film


def of_kind(kind: bytes) -> tarfile.TarInfo:
    told = tarfile.TarInfo("files/evil")
    told.type, told.linkname = kind, "/etc/passwd"
    return told


NOTHING = tarfile.GNUTYPE_SPARSE
EVIL = [of_kind(each) for each in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE,
                                   tarfile.FIFOTYPE, tarfile.DIRTYPE, NOTHING)]  # fmt: skip
NAMES = ("other/x", "../x", "/etc/x", "files/" + "a" * 300, "files/" + "a/" * 2_000 + "b")


@pytest.mark.parametrize(
    "evil", [*EVIL, *map(tarfile.TarInfo, NAMES)], ids=lambda one: f"{one.type!r} {one.name[:9]}"
)
def test_what_is_no_file_of_a_backup_is_refused_before_anything_is_written(
    evil: tarfile.TarInfo, tmp_path: Path
) -> None:
    """A link, a device, nothing by the terabyte, a place elsewhere."""
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer._tar.addfile(evil)
        writer.parts[evil.name] = hashlib.sha256(b"").hexdigest()
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    with pytest.raises(backup.ArchiveError, match=r"as no backup does|cannot be read as a backup"):
        backup.Archive(forged).checked()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_of_a_link_in_a_backup_is_said_that_it_was_altered(kind: bytes, tmp_path: Path) -> None:
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer._tar.addfile(of_kind(kind))
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    told = r"holds a link, 'files/evil', as no backup does: it was altered, take another copy"
    with pytest.raises(backup.ArchiveError, match=told):
        backup.Archive(forged).checked()


@pytest.mark.parametrize(
    "said",
    [
        {"GNU.sparse.size": "x"},
        {"GNU.sparse.map": "a,b"},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"},
        {"GNU.sparse.size": "1", "GNU.sparse.realsize": "x"},
    ],
)
def test_a_part_that_says_a_number_that_is_none_is_refused(
    said: dict[str, str], tmp_path: Path
) -> None:
    told = tarfile.TarInfo("files/evil")
    told.pax_headers, told.size = said, 2
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer._tar.addfile(told, io.BytesIO(b"x\n"))
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    with pytest.raises(backup.ArchiveError, match="cannot be read as a backup"):
        backup.Archive(forged).checked()


def test_a_part_that_is_told_of_again_and_again_is_refused(tmp_path: Path) -> None:
    again = tarfile.TarInfo("files/evil")
    again.type = tarfile.XHDTYPE
    forged = tmp_path / "forged.backup"
    forged.write_bytes(gzip.compress(again.tobuf() * 3_000))
    with pytest.raises(backup.ArchiveError, match="cannot be read as a backup"):
        backup.Archive(forged).checked()


def test_a_part_that_comes_twice_is_refused(tmp_path: Path) -> None:
    """The manifest has one hash of a name: the other would be kept unseen."""
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer.part("files/a", b"another's")
        writer.part("files/a", b"ours")
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    with pytest.raises(backup.ArchiveError, match="holds 'files/a', as no backup does"):
        backup.Archive(forged).checked()


def test_a_disk_that_is_full_is_told_though_the_backup_is_sealed() -> None:
    import pyrage

    key = str(pyrage.x25519.Identity.generate().to_public())
    with (
        pytest.raises((OSError, backup.SealError), match="No space left"),
        sealed(Path("/dev/full"), (key,)) as target,
    ):
        target.write(b"x" * 1_000_000)


def test_a_sealed_backup_opens_with_its_key_alone(told: rows.Case, tmp_path: Path) -> None:
    import pyrage

    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    for name, key in zip(("ours", "other"), keys, strict=True):
        (tmp_path / name).write_text(f"# a key\n{key}\n")
    sealed = written(tmp_path / "sealed.backup", str(keys[0].to_public()))
    assert b"Sally" not in sealed.read_bytes()
    assert backup.Archive(sealed, tmp_path / "ours").checked().counts["store_case"] == 1
    for identity, why in ((None, "it is sealed"), (tmp_path / "other", "does not open it")):
        with pytest.raises(backup.ArchiveError, match=why):
            backup.Archive(sealed, identity).checked()
    with pytest.raises(backup.SealError, match="takes a public key"):
        written(tmp_path / "none.backup", "age1none")
    assert sorted(path.name for path in tmp_path.glob("*backup*")) == ["sealed.backup"]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "first.backup"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        written(path)
    assert path.read_text() == "mine"


@pytest.mark.postgres
def test_what_sqlite_gave_postgresql_takes(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{name}.backup" for name in ("first", "second", "third"))
    written(first)
    assert process(tmp_path / "sqlite", "restore", str(first)).code == 0
    assert process(tmp_path / "sqlite", "backup", str(second)).code == 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE put_back")
    address = urlsplit(os.environ["UPHELD_DATABASE"])._replace(path="/put_back").geturl()
    for command, path in (("restore", second), ("backup", third)):
        done = process(tmp_path / "postgresql", command, str(path), UPHELD_DATABASE=address)
        assert done.code == 0, done
    assert parts(first) == parts(second) == parts(third)

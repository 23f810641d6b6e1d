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
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
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
from upheld.store import backup, events, files, loose
from upheld.store import models as rows
from upheld.store.at_once import AsFarAs
from upheld.store.backup import files_back
from upheld.store.backup.archive import new
from upheld.store.backup.restore import _as_the_backup_had, put_back
from upheld.store.backup.sealing import sealed
from upheld.store.backup.tables import put_back as put_back_rows
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


def altered(source: Path, more: dict[str, bytes], **said: Any) -> Path:
    """As whoever owns an unsealed file can make it anew, with all of its hashes."""
    manifest, target = backup.Archive(source).checked(), source.with_name("altered.backup")
    with tarfile.open(source) as tar:
        content = {each.name: tar.extractfile(each).read() for each in tar}  # type: ignore[union-attr]
    del content["manifest.json"]
    with new(target, ()) as writer:
        for name, part in {**content, **more}.items():
            writer.part(name, part)
        writer.end(replace(manifest, **{"parts": writer.parts, **said}))
    return target


def stored_files(var: Path) -> dict[str, bytes]:
    return {f"{path.parent.name}/{path.name}": path.read_bytes()
            for path in (var / "files").rglob("*") if path.is_file()}  # fmt: skip


def test_a_restore_that_was_cut_off_among_the_files_is_begun_again(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    """No half of one lies where a store would look for it."""
    other = loose.keep(ContentFile(b"the others", "other.png"), NOW)
    investigate.add_evidence(CaseId(told.pk), None, "photo", "The lid", Operator(), NOW, file=other)
    first, var = written(tmp_path / "first.backup"), tmp_path / "var"
    var.mkdir()
    last = [name for name in backup.Archive(first).checked().parts if name.startswith("files/")][-1]
    for _ in range(2):
        cut_off = CUT_OFF_AMONG_FILES.format(file=first, half=last[-20:])
        asked = [sys.executable, "-c", cut_off]
        killed = subprocess.run(asked, env=environment(var), capture_output=True, check=False)
        assert killed.returncode == -9, killed.stderr
        assert not kept_in(var, b"a picture").exists()
        assert not kept_in(var, b"the others").exists()
    done = process(var, "restore", str(first))
    assert done.code == 0, done
    assert sorted(stored_files(var).values()) == [b"a picture", b"the others"]
    assert not (var / "files" / "coming-back").exists()


@pytest.mark.parametrize(
    "said", [{}, {"head": (3, "0" * 64)}], ids=["whole", "with another newest event"]
)
def test_a_backup_writes_over_no_file_of_a_store_that_is_in_use(
    said: dict[str, Any], told: rows.Case, process: Process, tmp_path: Path
) -> None:
    """Its folder is named with another, empty database. What lies under a hash in the backup and
    is something else is left out; a row names it, so the record is not whole without."""
    first, var = written(tmp_path / "first.backup"), new_store(tmp_path / "var").parent
    path = kept_in(var, b"a picture")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a picture")
    forged = altered(first, {f"files/{path.parent.name}/{path.name}": b"a forgery"}, **said)
    done = process(var, "restore", str(forged))
    assert stored_files(var) == {f"{path.parent.name}/{path.name}": b"a picture"}
    assert done.code == (2 if said else 1), done
    if not said:
        assert f"{path.name} is not what its name says: it was left out" in done.out


def test_a_file_that_is_there_with_other_bytes_is_refused_before_anything_is_written(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    first, var = written(tmp_path / "first.backup"), tmp_path / "var"
    path = kept_in(var, b"a picture")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a pic")
    done = process(var, "restore", str(first))
    assert done.code == 2, done
    assert "files are there already with other bytes (1: " in done.err
    assert path.name in done.err
    assert path.read_bytes() == b"a pic"
    path.unlink()
    assert process(var, "restore", str(first)).code == 0


def test_a_restore_that_is_refused_leaves_no_file_behind(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    forged = altered(written(tmp_path / "first.backup"), {}, head=(3, "0" * 64))
    done = process(tmp_path / "var", "restore", str(forged))
    assert (done.code, stored_files(tmp_path / "var")) == (2, {}), done


def test_a_file_that_no_row_names_is_left_out_and_told(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    """It may have come after the moment of the backup; nothing would ever delete it."""
    nobodys = hashlib.sha256(b"nobody's").hexdigest()
    more = {"files/aa/stranger.bin": b"x", f"files/{nobodys[:2]}/{nobodys}": b"nobody's"}
    forged = altered(written(tmp_path / "first.backup"), more)
    done = process(tmp_path / "var", "restore", str(forged))
    assert done.code == 0, done
    assert [*stored_files(tmp_path / "var").values()] == [b"a picture"]
    assert "1 cases, 1 files;" in done.out
    assert "were left out (2): " in done.out
    assert "'aa/stranger.bin'" in done.out


def test_files_that_lay_there_already_are_told(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    path = kept_in(tmp_path / "var", b"a picture")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a picture")
    done = process(tmp_path / "var", "restore", str(written(tmp_path / "first.backup")))
    assert done.code == 0, done
    assert "1 of the files lay there already, as they are in the backup" in done.out


def test_a_table_that_the_manifest_does_not_count_is_refused(
    told: rows.Case, process: Process, tmp_path: Path
) -> None:
    first = written(tmp_path / "first.backup")
    counts = backup.Archive(first).checked().counts
    del counts["store_case"]
    done = process(tmp_path / "var", "restore", str(altered(first, {}, counts=counts)))
    assert done.code == 2, done
    assert "store_case: 1 rows came back of 0" in done.err


def test_a_manifest_without_end_is_not_read_to_it(tmp_path: Path) -> None:
    (forged := tmp_path / "forged.backup").write_bytes(gzip.compress(long_manifest()))
    with pytest.raises(backup.ArchiveError, match="a manifest without end"):
        backup.Archive(forged).checked()


def long_manifest() -> bytes:
    """Longer than it takes to tell of one part."""
    head = tarfile.TarInfo("manifest.json")
    head.size = 4 << 20
    return head.tobuf() + b" " * head.size + bytes(1024)


def test_a_line_without_end_is_not_read_to_it() -> None:
    with pytest.raises(ValueError, match="a line is longer than 256 MB"):
        put_back_rows(rows.Customer, Endless())


class Endless(io.BytesIO):
    def readline(self, size: int | None = -1) -> bytes:
        assert size
        assert 0 < size <= 1 << 29
        return b" " * size


def test_rows_after_the_files_are_refused(tmp_path: Path) -> None:
    """The files come once all rows are back."""
    forged = tmp_path / "forged.backup"
    with new(forged, ()) as writer:
        writer.part("files/a", b"x")
        writer.part("tables/store_case/000001.jsonl", b"[]")
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    with pytest.raises(backup.ArchiveError, match=r"holds 'tables/.*' where no backup does"):
        backup.Archive(forged).checked()


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


CUT_OFF_AMONG_FILES = """
import os, signal
os.environ["DJANGO_SETTINGS_MODULE"] = "upheld.project.settings"
import django; django.setup()
from pathlib import Path
from django.core.files.storage.filesystem import FileSystemStorage
from upheld.store import backup
real = FileSystemStorage._save
def save(self, name, content):
    if name.endswith("{half}"):
        began = iter([b"half"])
        content.file.read = lambda size=-1: next(began, b"") or os.kill(os.getpid(), signal.SIGKILL)
    return real(self, name, content)
FileSystemStorage._save = save
backup.restore(backup.Archive(Path("{file}"), None), print)
"""

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
        _as_the_backup_had(manifest)


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
    assert [*archive.checked().parts] == [name]
    with (
        pytest.raises(backup.RestoreError, match="is not what a backup holds"),
        transaction.atomic(),
    ):
        put_back(archive, {"store_customer": rows.Customer})


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
    def parts(self) -> Generator[tuple[str, IO[bytes]], None, None]:
        for name, part in super().parts():
            yield name, part if name == "manifest.json" else io.BufferedReader(InPieces(part))


def test_rows_and_files_of_any_size_are_put_back_a_piece_at_a_time(tmp_path: Path) -> None:
    film = bytes(range(256)) * (3 << 12)
    named = {"store_customer": rows.Customer, "store_loosefile": rows.LooseFile}
    path = files.stored_path(sha256 := hashlib.sha256(film).hexdigest())
    rows.LooseFile.objects.create(sha256=sha256, at=NOW)
    many = [rows.Customer(name="Ann", address="x" * 4_000) for _ in range(600)]
    rows.Customer.objects.bulk_create(many)
    before = {table: list(told_rows(model)) for table, model in named.items()}
    rows.Customer.objects.all().delete()
    rows.LooseFile.objects.all().delete()
    with new(tmp_path / "first.backup", ()) as writer:
        for table, ((_, lines),) in before.items():
            writer.part(f"tables/{table}/000001.jsonl", lines)
        writer.part(f"files/{path}", film)
        writer.end(backup.Manifest(NOW.isoformat(), {}, (0, ""), parts=writer.parts))
    assert min(len(film), len(before["store_customer"][0][1])) > 2 << 20
    archive = ArchiveInPieces(tmp_path / "first.backup")
    with transaction.atomic():
        counts = put_back(archive, named)
        assert files_back.bring(archive, archive.checked(), named.values()).files == 1
    assert counts == {"store_customer": 600, "store_loosefile": 1}
    assert {table: list(told_rows(model)) for table, model in named.items()} == before
    with default_storage.open(path) as kept:
        assert kept.read() == film


def of_kind(kind: bytes) -> tarfile.TarInfo:
    told = tarfile.TarInfo("files/evil")
    told.type, told.linkname = kind, "/etc/passwd"
    return told


NOTHING = tarfile.GNUTYPE_SPARSE
EVIL = [of_kind(each) for each in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE,
                                   tarfile.FIFOTYPE, tarfile.DIRTYPE, NOTHING)]  # fmt: skip
NAMES = ("other/x", "../x", "/etc/x", "files/../../out", "files//etc/x", "files/./x",
         "files/" + "a" * 300, "files/" + "a/" * 2_000 + "b")  # fmt: skip


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


@pytest.mark.parametrize("cut", [1, 40])
def test_a_sealed_backup_that_was_cut_off_or_altered_says_so(cut: int, tmp_path: Path) -> None:
    """Small, so that nothing of it is read before the end is missed."""
    import pyrage

    key = pyrage.x25519.Identity.generate()
    (identity := tmp_path / "key").write_text(f"{key}\n")
    (path := tmp_path / "sealed.backup").touch()
    with sealed(path, (str(key.to_public()),)) as target:
        target.write(gzip.compress(b"x" * 900))
    whole = path.read_bytes()
    flipped = whole[:-cut] + bytes([whole[-cut] ^ 1]) + whole[len(whole) - cut + 1 :]
    for content in (whole[:-cut], flipped, whole[:40]):
        path.write_bytes(content)
        with pytest.raises(backup.ArchiveError, match="it was cut off or altered since it was"):
            backup.Archive(path, identity).checked()


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

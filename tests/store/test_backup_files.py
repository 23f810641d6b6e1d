"""The files of a backup come back beside those that are there, and over none of them."""

import hashlib
import io
from collections.abc import Generator
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from tests.new_store import new_store
from tests.store.backups import Process, altered, kept_in, stored_files, written
from tests.stories import NOW

from upheld.store import backup, files
from upheld.store import models as rows
from upheld.store.backup import files_back
from upheld.store.backup.archive import new
from upheld.store.backup.restore import put_back
from upheld.store.backup.tables import told as told_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


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


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "first.backup"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        written(path)
    assert path.read_text() == "mine"

"""What is no backup, or was altered or damaged, is refused before anything is written."""

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import pytest
from django.db import transaction
from tests.store.backups import Process, altered, refused, written
from tests.stories import NOW

from upheld.store import backup
from upheld.store import models as rows
from upheld.store.backup.archive import new
from upheld.store.backup.restore import put_back
from upheld.store.backup.tables import put_back as put_back_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


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


def test_a_row_that_was_altered_beside_the_record_is_told(
    told: rows.Case, process: Process, tmp_path: Path, stored: Path
) -> None:
    """Whoever owns the file can make all its hashes anew."""
    rows.Decision.objects.update(stance="hold")
    done = process(stored, "restore", str(written(tmp_path / "first.backup")))
    assert done.code == 1
    assert f"decision {rows.Decision.objects.get().pk} is not what event" in done.out


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

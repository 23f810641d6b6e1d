"""Files of evidence: kept as they came, found by their contents, and told when they are not so."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests import stories

from upheld.core.evidence import Particulars
from upheld.core.words import CaseId
from upheld.steps import investigate
from upheld.steps.may import Operator
from upheld.store import files, loose
from upheld.store.files import FileAmiss, FileRefused
from upheld.store.models import Evidence

PHOTO = b"\x89PNG\r\n\x1a\n a crushed corner"
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def photo(open_case: CaseId) -> Evidence:
    return add(open_case, PHOTO, "photo.png")


def add(case: CaseId, contents: bytes, name: str) -> Evidence:
    file = loose.keep(ContentFile(contents, name), stories.NOW)
    told = "photo", "The box is crushed", Operator(), stories.NOW
    investigate.add_evidence(case, None, *told, Particulars(), file)
    return Evidence.objects.latest("pk")


def path_of(evidence: Evidence) -> Path:
    return Path(default_storage.path(f"{evidence.sha256[:2]}/{evidence.sha256}"))


def test_a_file_is_kept_unchanged_under_the_hash_of_its_contents(photo: Evidence) -> None:
    assert (photo.filename, photo.size, photo.sha256) == ("photo.png", len(PHOTO), SHA256)
    assert path_of(photo).read_bytes() == PHOTO
    with files.opened(photo) as opened:
        assert opened.read() == PHOTO


def test_only_this_process_may_read_it(photo: Evidence) -> None:
    assert path_of(photo).stat().st_mode & 0o077 == 0


def test_the_same_contents_are_kept_once(photo: Evidence, open_case: CaseId) -> None:
    again = add(open_case, PHOTO, "the same.png")
    assert again.sha256 == photo.sha256
    assert again.filename == "the same.png"
    assert len(list(path_of(photo).parent.iterdir())) == 1


def test_a_file_that_was_cut_off_while_it_was_kept_is_kept_anew(
    photo: Evidence, open_case: CaseId
) -> None:
    path_of(photo).write_bytes(PHOTO[:4])
    add(open_case, PHOTO, "photo.png")
    assert list(files.amiss()) == []


def test_an_empty_file_is_refused(open_case: CaseId) -> None:
    with pytest.raises(FileRefused, match=r"photo\.png is empty: choose the file again"):
        add(open_case, b"", "photo.png")
    assert not Evidence.objects.exists()


def test_a_file_above_the_limit_is_refused(
    open_case: CaseId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(FileRefused, match=r"film\.mp4 is larger than 1 MB: send a smaller one"):
        add(open_case, b"x" * (1024 * 1024 + 1), "film.mp4")
    add(open_case, b"x" * 1024 * 1024, "film.mp4")


def test_a_file_that_was_changed_is_told_and_not_opened(photo: Evidence) -> None:
    path_of(photo).write_bytes(b"another picture")
    (amiss,) = files.amiss()
    assert amiss.evidence == photo.pk
    assert amiss.message.endswith("was changed after it was added")
    with pytest.raises(FileAmiss, match="was changed after it was added"):
        files.opened(photo)


def test_a_file_that_is_missing_is_told_and_not_opened(photo: Evidence) -> None:
    path_of(photo).unlink()
    (amiss,) = files.amiss()
    assert amiss.message == f"the file photo.png (evidence {photo.pk}) is missing"
    with pytest.raises(FileAmiss, match="is missing"):
        files.opened(photo)


def test_evidence_without_a_file_is_not_looked_for(open_case: CaseId) -> None:
    investigate.add_evidence(open_case, None, "record", "A scan", Operator(), stories.NOW)
    assert list(files.amiss()) == []

"""A sealed backup opens with its key alone, whole."""

import gzip
from pathlib import Path

import pytest
from tests.store.backups import written

from upheld.store import backup
from upheld.store import models as rows
from upheld.store.backup.sealing import sealed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


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

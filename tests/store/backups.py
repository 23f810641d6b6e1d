"""Backups, as the tests of them write and alter them."""

import hashlib
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Ran
from tests.stories import NOW

from upheld.store import backup
from upheld.store.backup.archive import new

Process = Callable[..., Ran]


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


def kept_in(var: Path, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    return var / "files" / sha256[:2] / sha256


def refused(folder: Path, content: bytes, why: str) -> None:
    (file := folder / "damaged.backup").write_bytes(content)
    with pytest.raises(backup.ArchiveError, match=why):
        backup.Archive(file).checked()

"""A backup is one moment of the whole store, and comes back on either engine as it was."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from tests import guards, stories
from tests.cli.conftest import environment
from tests.store.backups import Process, kept_in, parts, stored_files, written
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps import investigate
from upheld.steps.may import Operator
from upheld.store import backup, loose
from upheld.store import models as rows
from upheld.store.at_once import AsFarAs
from upheld.store.backup.restore import _as_the_backup_had
from upheld.store.migrating import WholeMigrations
from upheld.store.record import events

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# The oldest that anybody may have a backup of (test_upgrading.py).
OLD = "0034_long_lists"
# What stood for many migrations in the version before, and is no file any more.
STOOD = "0001_squashed_0034_long_lists"


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

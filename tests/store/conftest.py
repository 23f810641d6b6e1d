"""A store with a case that a backup is of, and commands that write and read one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from tests import stories
from tests.cli.conftest import Ran, environment
from tests.forks import shim
from tests.store.backups import Process
from tests.stories import NOW

from upheld.steps import investigate
from upheld.steps.may import Operator
from upheld.store import loose
from upheld.store import models as rows


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

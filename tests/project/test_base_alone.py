"""What `pip install upheld` brings is enough for all that asks for no extra, as `make demo` has it.

The tests themselves run where every extra is installed, so whatever is not brought is hidden.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.new_store import ROOT, new_store
from tests.ports import a_free_port
from tests.project.test_serve import answers, environment
from tests.project.test_watching import get
from tests.waiting import soon

pytestmark = pytest.mark.slow

# Each process reads it as it begins (site): what is hidden is neither imported nor found.
_HIDES = """
import sys
from importlib.machinery import PathFinder

class Brought(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name in {hidden!r} else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Brought
"""
_IMPORTS_ALL = """
import pkgutil, sys
import django
from django.core.exceptions import ImproperlyConfigured
django.setup()
import upheld
for each in pkgutil.walk_packages(upheld.__path__, "upheld."):
    try:
        __import__(each.name)
    except ModuleNotFoundError as missing:
        print(each.name, missing.name.partition(".")[0])
    except ImproperlyConfigured as directory:
        print(each.name, str(directory).split()[0])
"""
# The parts that are an extra: each is imported once somebody asks for it, and says what it needs.
_OF_AN_EXTRA = {
    "upheld.desk": {"allauth.socialaccount", "jwt", "requests"},
    "upheld.mail": {"aiosmtpd", "anymail", "imap_tools"},
    "upheld.mcp": {"mcp", "anyio"},
    "upheld.project": {"pythonjsonlogger"},
    "upheld.store": {"boto3"},
    "upheld.tables": {"pyspark"},
}


def _brought(name: str, extra: str, known: set[tuple[str, str]]) -> Iterator[str]:
    """The packages that one with an extra, or with none, brings, itself first."""
    if (name, extra) in known:
        return
    known.add((name, extra))
    yield name
    for asked in map(Requirement, distribution(name).requires or ()):
        if asked.marker is None or asked.marker.evaluate({"extra": extra}):
            for one in {"", *asked.extras}:
                yield from _brought(canonicalize_name(asked.name), one, known)


def hidden() -> set[str]:
    """The modules that are installed here, and would not be by `pip install upheld` alone."""
    there = set(_brought("upheld", "", set()))
    return {
        module
        for module, owners in packages_distributions().items()
        if not {canonicalize_name(owner) for owner in owners} & there
    }


def alone(folder: Path) -> dict[str, str]:
    """The environment of a process that has what is brought, and keeps its data in the folder."""
    (folder / "sitecustomize.py").write_text(_HIDES.format(hidden=hidden()))
    return environment(folder) | {"PYTHONPATH": f"{folder}:{ROOT / 'src'}"}


def test_what_is_hidden_is_the_extras_and_what_the_tests_need() -> None:
    extras = {"aiosmtpd", "mcp", "psycopg", "pyrage", "pythonjsonlogger", "storages"}
    assert extras | {"opentelemetry", "prometheus_client", "pytest"} <= hidden()
    assert not {"django", "duckdb", "granian", "pandas", "polars", "yaml", "upheld"} & hidden()


def test_every_module_is_imported_without_an_extra_but_those_that_are_one(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", _IMPORTS_ALL]
    done = subprocess.run(asked, env=alone(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        module, needs = line.split()
        room = ".".join(module.split(".")[:2])
        assert needs in _OF_AN_EXTRA.get(room, ()), f"{module} needs {needs}"


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """`upheld serve` with what is brought: the port of its desk."""
    port, own = a_free_port(), alone(folder)
    asked = [sys.executable, "-m", "upheld.project.serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(asked, env=own, stdout=log, stderr=log)
    try:
        soon(lambda: answers(port) or server.poll() is not None)
        yield port
    finally:
        server.terminate()
        server.wait()


def test_the_desk_and_its_jobs_run_without_an_extra(tmp_path: Path) -> None:
    new_store(tmp_path)
    with served(tmp_path) as port:
        told = (tmp_path / "log").read_text()
        assert answers(port), told
        assert get(port, "complain/")[0] == 200
        assert get(port, "accounts/login/")[0] == 200

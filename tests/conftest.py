"""The people of every test, the moment it happens, and a database as in production."""

import gc
import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from tests import as_on_postgresql, stories
from tests.guards import django_db_setup as django_db_setup
from tests.guards import only_rows_are_emptied
from tests.guards import unguarded as unguarded
from tests.new_store import new_store
from tests.one_piece import pytest_runtest_protocol as pytest_runtest_protocol
from tests.own_policies import edited as edited
from tests.own_policies import written as written
from tests.throwaway import needs_the_database
from tests.waiting import PATIENCE
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from upheld.core.words import CaseId, Role
from upheld.store.models import Person

PASSWORD = "a long enough password"

# A busy machine is slow, which is no fault of the code. CI looks at the same examples each time: a
# new one is found at home, not in somebody's change.
CI = "UPHELD_CI" in os.environ
hypothesis.settings.register_profile(
    "upheld",
    deadline=None,
    max_examples=50,
    derandomize=CI,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("upheld")


def pytest_configure() -> None:
    gc.disable()  # until everything is read
    # A slow hash guards real passwords; here it would be most of the run.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR = "none"  # whoever a test signs in has set none up
    # A test goes to next week with the browser of today; tests/desk/test_account.py ends sessions.
    settings.SESSION_IDLE = settings.SESSION_LONGEST = 365 * 24 * 3600
    settings.SESSION_COOKIE_AGE = settings.SESSION_LONGEST
    _static_files_are_looked_for_once()
    only_rows_are_emptied()
    as_on_postgresql.refused()


def _static_files_are_looked_for_once() -> None:
    """Each test's browser begins the middleware anew, and WhiteNoise then reads where every file
    is, which takes longer than most pages do."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, StaticFile]()

    def once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that two processes end together."""
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What was read for the tests lasts as long as they do: no collection walks through it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _turn(item: pytest.Item) -> int:
    """What needs a database comes after what does not, what empties it later (pytest-django), and
    browsers last: a loop of events runs beside them to the end, and no other may begin."""
    if item.get_closest_marker("xdist_group"):  # one process runs them all
        return 0
    slow = item.get_closest_marker("slow") is not None
    if item.get_closest_marker("browser"):
        return 6 if slow else 7
    if _empties(item):
        return 4 if slow else 5
    if needs_the_database(item):
        return 3
    return 1 if slow else 2


def _empties(item: pytest.Item) -> bool:
    asked = {"transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    mark = item.get_closest_marker("django_db")
    return bool(asked or (mark and mark.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def files_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def files_of_its_own(files_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test keeps its files apart: what one changes there, no other reads."""
    how = {**settings.STORAGES["default"]["OPTIONS"], "location": files_root / uuid4().hex}
    monkeypatch.setattr(default_storage, "_wrapped", FileSystemStorage(**how))


@pytest.fixture(autouse=True)
def list_of_its_own(files_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nor whom another erased."""
    place = files_root / f"{uuid4().hex}.jsonl"
    monkeypatch.setattr(settings, "ERASURES", str(place))
    return place


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file, as in production: threads and write locks behave as they will there, though
    fifty that write at once wait longer for each other where a machine has other things to do."""
    chosen = settings.DATABASES["default"]
    if chosen["ENGINE"] == "upheld.project.sqlite":
        chosen["OPTIONS"]["timeout"] = PATIENCE
        folder: Path = tmp_path_factory.mktemp("database")
        chosen["TEST"] = {**chosen.get("TEST", {}), "NAME": str(new_store(folder))}


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What has its tables already is used as it is; its folder goes with the run."""
    return settings.DATABASES["default"]["ENGINE"] == "upheld.project.sqlite"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A folder with a store in it, for processes that a test starts."""
    return new_store(tmp_path).parent


def person(name: str, role: Role) -> Person:
    email = f"{name.split()[0].lower()}@example.com"
    return Person.objects.create_person(email, name, role, PASSWORD)


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return stories.NOW


@pytest.fixture
def handler(db: None) -> Person:
    return person("Alice Moore", Role.HANDLER)


@pytest.fixture
def lead(db: None) -> Person:
    return person("Lena Brandt", Role.LEAD)


@pytest.fixture
def auditor(db: None) -> Person:
    return person("Aude Petit", Role.AUDITOR)


@pytest.fixture
def policy_owner(db: None) -> Person:
    return person("Priya Nair", Role.POLICY_OWNER)


@pytest.fixture
def administrator(db: None) -> Person:
    return person("Amos Bell", Role.ADMINISTRATOR)


@pytest.fixture
def stranger() -> Person:
    """Nobody who signed in: no name, no role."""
    return Person(name="", role="")


@pytest.fixture
def open_case(handler: Person) -> CaseId:
    """Sally's complaint, received and acknowledged by Alice."""
    return stories.an_open_case(handler)

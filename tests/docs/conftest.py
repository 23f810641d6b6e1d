"""What tests of the documentation share: an `upheld` that answers at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.forks import shim


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an `upheld` that need not read its code first."""
    with shim(tmp_path_factory.mktemp("forks")) as place:
        yield place

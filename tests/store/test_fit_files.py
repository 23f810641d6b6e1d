"""The firm's own tables of fit: read with what is amiss in them, by file and row."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.core.given import STANDARD

from upheld.core.fitting import Limits
from upheld.store.policy_files import fit_files
from upheld.store.policy_files.data_files import BadData


@pytest.fixture
def anew() -> Iterator[None]:
    """Files are read once a process: each test reads its own."""
    fit_files.rules.cache_clear()
    fit_files.limits.cache_clear()
    yield
    fit_files.rules.cache_clear()
    fit_files.limits.cache_clear()


@pytest.fixture
def read(
    anew: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str, str], None]:
    """Reads the standard tables with one of them changed."""

    def change(file: str, old: str, new: str) -> None:
        for name in ("fit_evidence.csv", "fit.yaml"):
            text = (STANDARD / name).read_text("utf-8")
            assert name != file or old in text
            changed = text.replace(old, new, 1) if name == file else text
            (tmp_path / name).write_text(changed, "utf-8")
        monkeypatch.setattr("upheld.store.policies.folder", lambda: tmp_path)
        fit_files.rules()
        fit_files.limits()

    return change


def test_the_standard_tables_can_be_read_and_name_no_protected_trait(anew: None) -> None:
    assert len(fit_files.rules()) == 21
    assert fit_files.limits() == Limits()


def test_a_firm_without_such_tables_assesses_nothing(
    anew: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheld.store.policies.folder", lambda: tmp_path)
    assert (fit_files.rules(), fit_files.limits()) == ((), Limits())


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("fit_evidence.csv", "0.95,0.9,0.85", "9,0.9,0.85", r"row 2: values_what: 9 is not from"),
        ("fit_evidence.csv", "fitting,1", "wife,1", r"row 3: words: 'wife' tells a protected"),
        ("fit_evidence.csv", "kept_it", "came_back", "two rows are called came_back"),
        ("fit_evidence.csv", ",weight,", ",wait,", r"row 2: it has a column 'wait'"),
        ("fit.yaml", "half: 2", "half: 0", r"fit.yaml: half: write a weight above 0"),
        ("fit.yaml", "half: 2", "halve: 2", r"fit.yaml: halve: it may say nothing of the kind"),
        ("fit.yaml", "anew: 30", "anew: soon", r"fit.yaml: anew: "),
    ],
)
def test_a_slip_is_told_with_its_file_its_row_and_its_mend(
    file: str, old: str, new: str, told: str, read: Callable[[str, str, str], None]
) -> None:
    with pytest.raises(BadData, match=told):
        read(file, old, new)

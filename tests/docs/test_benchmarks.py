"""What `python -m benchmarks` runs, and what is told of it."""

import ast
import re

from tests.docs.pages import ROOT

FOLDER = ROOT / "benchmarks"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"


def test_whatever_has_a_main_is_run_with_nothing_given() -> None:
    """As `benchmarks/__main__.py` calls each: one that wants more would stop all after it."""
    found = {
        path.stem: given
        for path in FOLDER.glob("*.py")
        for given in ast.parse(path.read_text("utf-8")).body
        if isinstance(given, ast.FunctionDef) and given.name == "main"
    }
    assert len(found) > 15
    wanting = {
        name for name, main in found.items() if len(main.args.args) > len(main.args.defaults)
    }
    assert wanting == {"__main__"}


def test_each_benchmark_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"python -m benchmarks[. ]([a-z_]+)", PAGE.read_text("utf-8")))
    assert len(named) > 10
    assert named <= {path.stem for path in FOLDER.glob("*.py")}

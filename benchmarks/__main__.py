"""Runs every benchmark, or those that are named: `python -m benchmarks tables`."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(wanted: list[str]) -> None:
    """Every module of this folder that has a `main` is a benchmark."""
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    for name in wanted or [name for name in names if name != "__main__"]:
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            module.main()


if __name__ == "__main__":
    main(sys.argv[1:])

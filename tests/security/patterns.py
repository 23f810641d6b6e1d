"""Every regular expression of the package, each with the way it is asked."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

import upheld

# They ask for what a machine may lack, or start something, or read no stranger's text.
_LEFT_OUT = (".spark", ".migrations", ".mcp", ".project", ".demo", "__main__")
# A date has forty signs at most.
_SHORT = ("core/imports/moments.py",)
_ROOT = Path(upheld.__file__).parent
_WHOLE = {"match", "fullmatch"}

Ask = Callable[[str], object]


def searches() -> dict[str, Ask]:
    """By where each stands. One that is asked of the start of a text, or of all of it, is not asked
    to look from each of its signs on."""
    return dict(_kept()) | dict(_in_calls())


def _kept() -> Iterator[tuple[str, Ask]]:
    for module in pkgutil.walk_packages(upheld.__path__, "upheld."):
        if not any(part in module.name for part in _LEFT_OUT):
            found = importlib.import_module(module.name)
            for name, value in vars(found).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", _asked(value, _ways(name, str(found.__file__)))


def _ways(name: str, file: str) -> set[str]:
    """How a pattern is asked by name; nothing where it is also handed on, to be asked elsewhere."""
    sources = [Path(file).read_text()] if name.startswith("_") else list(_sources().values())
    told = "\n".join(re.sub(rf"(?m)^{name}(:.*)? = ", "", source) for source in sources)
    handed_on = re.search(rf"\b{name}\b(?!\.\w)", re.sub(r"(?ms)^from .*?import .*?$", "", told))
    return set() if handed_on else set(re.findall(rf"\b{name}\.(\w+)", told))


@cache
def _sources() -> dict[str, str]:
    found = {path.relative_to(_ROOT).as_posix(): path.read_text() for path in _ROOT.rglob("*.py")}
    return {name: found[name] for name in sorted(found) if not _is_left_out(name)}


def _is_left_out(name: str) -> bool:
    return name in _SHORT or any(f"{part.strip('.')}/" in name for part in _LEFT_OUT)


def _in_calls() -> Iterator[tuple[str, Ask]]:
    """Those that stand in a call, such as `re.sub(r"…", …)`, wherever it is."""
    for name, source in _sources().items():
        tree = ast.parse(source)
        kept = {id(each.value) for each in tree.body if isinstance(each, ast.Assign)}
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in calls:
            if id(call) not in kept and ast.unparse(call.func).startswith("re."):
                yield from _of_call(f"{name}:{call.lineno}", call)


def _of_call(where: str, call: ast.Call) -> Iterator[tuple[str, Ask]]:
    first, how = call.args[0] if call.args else None, ast.unparse(call.func).removeprefix("re.")
    if how == "escape" or not isinstance(first, ast.Constant):
        return
    names = [each.attr for each in ast.walk(call) if isinstance(each, ast.Attribute)]
    flags = [getattr(re, name) for name in names if isinstance(getattr(re, name, 0), re.RegexFlag)]
    written: Any = first.value
    yield where, _asked(re.compile(written, reduce(or_, flags, 0)), {how})


def _asked(pattern: re.Pattern[Any], ways: set[str]) -> Ask:
    whole = ways and ways <= _WHOLE

    def ask(text: str) -> object:
        told = text.encode() if isinstance(pattern.pattern, bytes) else text
        if whole:
            return [getattr(pattern, how)(told) for how in ways]
        return list(pattern.finditer(told))

    return ask

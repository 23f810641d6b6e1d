"""The standard policy as texts by file name, to be changed in memory."""

from functools import cache

from tests.core.given import STANDARD


@cache
def _read() -> dict[str, str]:
    kept = (path for path in STANDARD.iterdir() if path.suffix in (".csv", ".yaml"))
    others = {"causes.csv", "letters.yaml"}
    return {path.name: path.read_text("utf-8") for path in kept if path.name not in others}


def texts(**edits: tuple[str, str]) -> dict[str, str]:
    """The standard policy; texts(goodwill=("25", "20")) with one place of goodwill.csv changed."""
    found = dict(_read())
    for name, (before, after) in edits.items():
        file = f"{name}.yaml" if f"{name}.yaml" in found else f"{name}.csv"
        assert before in found[file], (file, before)
        found[file] = found[file].replace(before, after, 1)
    return found

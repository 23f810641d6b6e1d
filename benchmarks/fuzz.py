"""A fuzzer that learns which bytes reach which line of what reads others' words (atheris).

    python -m benchmarks.fuzz mail 60 FOLDER…

asks one of the readers of benchmarks/readers.py (mail, s_feel, dmn, csv, json, xlsx, dates) for so
many seconds, from the files in these folders, or from a few of its own. It ends with an error, and
writes the bytes, when some end the reader otherwise than by an error that it declares, keep it for
more than ten seconds, or fill more than a gigabyte. `make bench` leaves it out: it has no figure,
and no end of its own.
"""

import os
import sys
import tempfile
from pathlib import Path

_IMPORTS = ["upheld.store.imports.of_csv", "upheld.store.imports.of_json", "upheld.core.imports"]
INSTRUMENTED = {
    "mail": ["upheld.core.post", "email", "mailparser_reply"],
    "s_feel": ["upheld.tables.parser", "upheld.tables.lexer", "upheld.tables.dmn.feel"],
    "dmn": ["upheld.tables.dmn"],
    "xlsx": ["upheld.tables.xlsx", "upheld.tables.sheet"],
    "dates": ["upheld.core.imports.moments"],
    "csv": _IMPORTS,
    "json": _IMPORTS,
}


def fuzz(name: str = "mail", seconds: str = "60", *folders: str) -> None:
    """What it reads is imported here: only so is it watched, and no other benchmark is."""
    import atheris  # type: ignore[import-not-found,unused-ignore]
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    django.setup()
    with atheris.instrument_imports(include=INSTRUMENTED[name]):
        from benchmarks.readers import READERS
    reader = READERS[name]
    corpus = Path(tempfile.mkdtemp(prefix="upheld-fuzz-"))
    there = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    for number, raw in enumerate([path.read_bytes() for path in there] or reader.seeds):
        (corpus / str(number)).write_bytes(raw)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={corpus}/", *options], reader.one)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(*sys.argv[1:])

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

import atheris  # type: ignore[import-not-found,unused-ignore]
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")

_IMPORTS = ["upheld.store.import_csv", "upheld.store.import_json", "upheld.core.imports"]
INSTRUMENTED = {
    "mail": ["upheld.core.post", "email", "mailparser_reply"],
    "s_feel": ["upheld.tables.parser", "upheld.tables.lexer", "upheld.tables.dmn.feel"],
    "dmn": ["upheld.tables.dmn"],
    "xlsx": ["upheld.tables.xlsx", "upheld.tables.sheet"],
    "dates": ["upheld.core.imports.moments"],
    "csv": _IMPORTS,
    "json": _IMPORTS,
}
NAME = sys.argv[1] if len(sys.argv) > 1 else "mail"

django.setup()
with atheris.instrument_imports(include=INSTRUMENTED[NAME]):
    from benchmarks.readers import READERS


def main(arguments: list[str]) -> None:
    seconds, *folders = arguments or ["60"]
    reader = READERS[NAME]
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
    main(sys.argv[2:])

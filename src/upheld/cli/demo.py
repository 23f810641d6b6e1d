"""`upheld demo`: a believable small firm with three years behind it, and its desk."""

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .serve import may_listen, serve

_FOLDER = Path("var/demo")


def demo(
    port: Annotated[int, typer.Option(help="The port of the desk.")] = 8000,
    fresh: Annotated[bool, typer.Option(help="Build the firm anew, up to today.")] = False,
    open_desk: Annotated[bool, typer.Option("--desk/--no-desk", help="Open the desk.")] = True,
) -> None:
    """Builds the demo company in var/demo and opens its desk.

    Your own data is never touched: UPHELD_VAR and UPHELD_DATABASE are not read, and the demo lives
    in var/demo of the folder that you are in. What you did in it is kept until `--fresh`.
    """
    console = Console()
    os.environ["UPHELD_VAR"] = str(_FOLDER)
    os.environ["UPHELD_FACTS"] = str(_FOLDER / "facts.yaml")
    os.environ.pop("UPHELD_DATABASE", None)
    if open_desk:
        may_listen("127.0.0.1", port)  # said before the building, which takes its time
    if fresh and _FOLDER.exists():
        shutil.rmtree(_FOLDER)
    _build_once(console)
    _accounts(console)
    if open_desk:
        serve(port=port)


def _build_once(console: Console) -> None:
    from .django import prepare

    prepare()
    from upheld.demo import records
    from upheld.demo.build import build
    from upheld.store.models import Case

    if Case.objects.exists():
        console.print(f"The demo company in {_FOLDER} goes on (--fresh builds it anew).")
        return
    started, now = time.monotonic(), datetime.now(UTC)
    with console.status("Building the demo company") as status:

        def tell(sentence: str) -> None:
            status.update(sentence)
            console.print(f"  {sentence}")

        company = build(now.date(), now, tell)
    records.write(company, _FOLDER)
    (_FOLDER / "truths.json").write_text(company.truths.as_json(), "utf-8")
    console.print(f"Ready in {time.monotonic() - started:.0f} seconds.")


def _accounts(console: Console) -> None:
    from upheld.demo.build import PASSWORD, PEOPLE

    console.print("\nSign in with one of these accounts:\n")
    for email, name, role in PEOPLE:
        console.print(f"  {role:12} {email:26} {PASSWORD}   {name}")
    console.print()

"""A store whose disk is full, as SQLite tells it."""

import sqlite3
from contextlib import closing
from pathlib import Path


def a_full_store(folder: Path) -> None:
    """Raises sqlite3.OperationalError: there is room for one page."""
    with closing(sqlite3.connect(folder / "full.sqlite3")) as store:
        store.execute("PRAGMA max_page_count = 1")
        store.execute("CREATE TABLE filled (what TEXT)")

"""Django's SQLite, whose writers wait for each other without long pauses, and never in SQLite.

SQLite asks for a lock again after pauses that grow to a tenth of a second: whoever comes in such a
pause goes first, and of eight who decide at once some wait for two seconds.

And while it waits, it keeps others from its connection. Whoever collects garbage may have to take
back a cursor that another thread left, of such a connection: were they who has the lock that is
waited for, holding the interpreter, both would stand still until the `timeout` is over.
"""

import sqlite3
import time
from functools import lru_cache
from typing import Any, Self, cast

from django.db.backends.sqlite3 import base

_PAUSE = 0.002  # seconds; to ask costs a hundredth of it
# Not that it has read what is older than what it would write over: that stays so.
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how a statement waits."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        made.execute("PRAGMA busy_timeout = 0")
        return made

    def create_cursor(self, name: str | None = None) -> sqlite3.Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.patience = self.settings_dict["OPTIONS"]["timeout"]
        return cursor


class Cursor(base.SQLiteCursorWrapper):
    """Asks again while somebody else has the lock, for so many seconds. Many rows are written
    within a transaction, which has it."""

    patience = 0.0

    def execute(self, query: str, params: Any = None) -> Self:
        """Raises sqlite3.OperationalError where nobody lets go."""
        end = time.monotonic() + self.patience
        while (asked := self._asked(query, params, at_last=time.monotonic() > end)) is None:
            time.sleep(_PAUSE)
        return asked

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """As Django's, which looks through all of a statement for its signs each time."""
        if param_names is None:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)

    def _asked(self, query: str, params: Any, *, at_last: bool) -> Self | None:
        try:
            return cast(Self, super().execute(query, params))
        except sqlite3.OperationalError as error:
            if at_last or error.sqlite_errorcode not in _LOCKED:
                raise
            return None


@lru_cache(maxsize=1024)
def _converted(query: str) -> str:
    nobody = cast(Cursor, None)  # a statement is read alike for whoever asks it
    return base.SQLiteCursorWrapper.convert_query(nobody, query)

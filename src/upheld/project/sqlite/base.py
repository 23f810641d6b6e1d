"""Django's SQLite, whose writers wait for each other without long pauses.

SQLite asks for a lock again after pauses that grow to a tenth of a second: whoever comes in such a
pause goes first, and of eight who decide at once some wait for two seconds.
"""

import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_PAUSE = 0.002  # seconds; to ask costs a hundredth of it


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how a transaction that writes begins."""

    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError where nobody lets go within the `timeout` of the options."""
        patience = self.settings_dict["OPTIONS"]["timeout"]
        end = time.monotonic() + patience
        self._let_sqlite_wait(0)
        try:
            while not self._begun(at_last=time.monotonic() > end):
                time.sleep(_PAUSE)
        finally:
            self._let_sqlite_wait(patience)

    def _begun(self, at_last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # it has no stub
        except OperationalError as error:
            if at_last or "locked" not in str(error):
                raise
            return False
        return True

    def _let_sqlite_wait(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

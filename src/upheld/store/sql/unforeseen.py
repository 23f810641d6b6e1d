"""A value that the database plans a statement without."""

from typing import Any

from django.db.models import Func, TextField, Value


class Unforeseen(Func):
    """A word that PostgreSQL looks at when it runs the statement, and not when it plans it.

    Of a statement that is kept it compares the plan for this very word with one for any, and where
    it takes the first for the cheaper it plans the statement anew at every asking, which takes
    longer than to run it. A plan that may know no word is one for any.
    """

    output_field = TextField()
    template = "(SELECT %(expressions)s)"

    def __init__(self, word: str) -> None:
        super().__init__(Value(word, TextField()))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)

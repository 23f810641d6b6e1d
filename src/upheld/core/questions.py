"""A question of one's own over the marts, as it is kept under a name."""

LONGEST_NAME = 80
LONGEST = 20_000


class QuestionError(ValueError):
    """A question that cannot be kept; the message says what to mend."""


def checked_name(name: str) -> str:
    """A name as it is kept. Raises QuestionError."""
    said = " ".join(name.split())
    if not said:
        raise QuestionError("a question needs a name: say in a few words what it asks")
    if len(said) > LONGEST_NAME:
        raise QuestionError(
            f"a name has at most {LONGEST_NAME} characters: this one has {len(said)}"
        )
    return said


def checked_sql(sql: str) -> str:
    """A question as it is kept. Raises QuestionError."""
    said = sql.strip()
    if not said:
        raise QuestionError("nothing is asked: write a SELECT, such as SELECT count(*) FROM cases")
    if len(said) > LONGEST:
        raise QuestionError(f"it is {len(said):,} signs long: ask in {LONGEST:,} or fewer")
    return said

"""Names and values as Spark SQL writes them."""

_I64 = 2**63


def name(column: str) -> str:
    """A column's name, whatever is in it."""
    return f"`{column.replace('`', '``')}`"


def literal(value: int | float | str | bool | None) -> str:
    """A value. Texts are spelt out, so that nothing in them is obeyed."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return f"'{''.join(map(_letter, value))}'"
        case float():
            return f"CAST('{value!r}' AS DOUBLE)"
    return f"{value}L" if abs(value) < _I64 else f"CAST({value} AS DECIMAL(38, 0))"


def _letter(letter: str) -> str:
    if letter.isascii() and (letter.isalnum() or letter == " "):
        return letter
    code = ord(letter)
    return f"\\u{code:04X}" if code < 1 << 16 else f"\\U{code:08X}"

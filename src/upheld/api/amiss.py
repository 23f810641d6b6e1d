"""What is amiss in what was sent, in a sentence of ours: what was read by, says it in its own."""

import re
from collections.abc import Mapping
from typing import Any

_DAY = "write a day of the calendar, such as 2026-11-02"
_MOMENT = "write a moment with its zone, such as 2026-11-02T09:30:00Z"
_NUMBER, _WHOLE = "write a number such as 12.50", "write a whole number"
_OBJECT, _CHOOSE = "send an object, with its names", "choose {expected}"
_SAID = {
    "bool_parsing": "say true or false",
    "bool_type": "say true or false",
    "date_from_datetime_inexact": "a day is taken here, and no time of it: write it as 2026-11-02",
    "date_from_datetime_parsing": _DAY,
    "date_parsing": _DAY,
    "date_type": _DAY,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_type": _MOMENT,
    "timezone_aware": _MOMENT,
    "decimal_max_digits": "it has more than {max_digits} digits: write fewer",
    "decimal_max_places": "it has more than {decimal_places} decimals: write fewer",
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_whole_digits": "it has more than {whole_digits} digits before its point: write fewer",
    "dict_type": _OBJECT,
    "enum": _CHOOSE,
    "extra_forbidden": "this name is not known here: mend it, or leave it out",
    "finite_number": "a number is finite: write one such as 12.50",
    "greater_than": "write more than {gt}",
    "greater_than_equal": "write {ge} or more",
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "the number is larger than any here: look at it again",
    "int_type": _WHOLE,
    "less_than_equal": "write {le} or less",
    "list_type": "send a list",
    "literal_error": _CHOOSE,
    "missing": "it is missing: send it",
    "model_attributes_type": _OBJECT,
    "model_type": _OBJECT,
    "string_pattern_mismatch": "write it so that it fits {pattern}",
    "string_too_long": "it has more than {max_length:,} characters: shorten it",
    "string_too_short": "it has fewer than {min_length:,} characters: write more",
    "string_type": "send text",
    "string_unicode": "it has characters that are no text: send plain UTF-8",
    "too_long": "it has more than {max_length:,} parts: send fewer",
    "too_short": "it has fewer than {min_length:,} parts: send more",
    "value_error": "{error}",
}
KNOWN = frozenset(_SAID)
_UNKNOWN = "it cannot be taken as it stands: openapi.json says what can"
# A text is looked at before its length is, and pydantic then counts a "value" and its "items".
_OF_TEXT = {"too_long": "string_too_long", "too_short": "string_too_short"}
_MEMBER = re.compile(r"<[\w.]+: ('[^']*')>")


def sentence(error: Mapping[str, Any]) -> str:
    """One error of pydantic's, which have names of their own, in our words."""
    kind, about = str(error["type"]), dict(error.get("ctx", {}))
    if about.get("field_type") == "Value":
        kind = _OF_TEXT[kind]
    about["expected"] = _MEMBER.sub(r"\1", str(about.get("expected", ""))).replace("'", "")
    if kind == "string_too_short" and about["min_length"] == 1:
        return "it is empty: write it"
    return _SAID.get(kind, _UNKNOWN).format(**about)

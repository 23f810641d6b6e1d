"""What an assistant sends that is no message, whichever way it came: it is answered, and nothing
comes of it.

The kit takes a message whose id is none that there is, such as null, for a notice: it would do what
it says and answer nothing.
"""

from mcp.types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError, jsonrpc_message_adapter
from pydantic import ValidationError
from pydantic_core import from_json

_NO_MESSAGE = b"{}"


def less_notices_with_an_id(sent: bytes) -> bytes:
    """As it was sent, for the kit to read; what the kit would wrongly take for a notice is made
    what it refuses."""
    return _NO_MESSAGE if _has_no_number(sent) else sent


def _has_no_number(sent: bytes) -> bool:
    try:
        told = from_json(sent)
    except ValueError:  # the kit says so
        return False
    asks = isinstance(told, dict) and "method" in told and "id" in told
    return asks and type(told["id"]) not in (int, str)


def refused(sent: bytes) -> JSONRPCError | None:
    """What is answered to it; None where it is a message."""
    try:
        jsonrpc_message_adapter.validate_json(less_notices_with_an_id(sent), by_name=False)
    except ValidationError as error:
        return refusal(error)
    return None


def refusal(error: Exception) -> JSONRPCError:
    """What is answered where the kit could not read it."""
    found = error.errors(include_url=False)[0] if isinstance(error, ValidationError) else None
    if found and found["type"] == "json_invalid":
        told = f"this is no JSON in UTF-8 ({found['ctx']['error']}): nothing came of it"
        code = PARSE_ERROR
    else:
        told = "this is no message of JSON-RPC 2.0, with a method and, where an answer is "
        told += "wanted, an id that is a whole number or a text: nothing came of it"
        code = INVALID_REQUEST
    return JSONRPCError(jsonrpc="2.0", id=None, error=ErrorData(code=code, message=told))

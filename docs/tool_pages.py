"""The tools of an assistant, written out for docs/reference/mcp-tools.md."""

import os
from collections.abc import Iterator
from typing import Any


def lines() -> Iterator[str]:
    """A chapter for each tool: what it says of itself, what it takes and what it answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    import django

    django.setup()
    from mcp.server.mcpserver.tools import Tool

    from upheld.mcp.tools import Tools

    for function in Tools(_nobody, _never).all():
        yield from _chapter(Tool.from_function(function, structured_output=True))


def _nobody() -> Any: ...


def _never() -> Any: ...


def _chapter(tool: Any) -> Iterator[str]:
    told = " ".join(tool.description.split())
    yield f"\n## `{tool.name}`\n\n{told}\n"
    yield "| takes | kind | what it is |\n|---|---|---|"
    schema = tool.parameters
    for name, part in schema["properties"].items():
        needed = "" if name in schema.get("required", ()) else " (may be left out)"
        yield f"| `{name}`{needed} | {_kind(part, schema)} | {part.get('description', '')} |"
    answers = ", ".join(f"`{name}`" for name in tool.output_schema["properties"])
    yield f"\nAnswers {answers}."


def _kind(part: dict[str, Any], schema: dict[str, Any]) -> str:
    """A type in words: "text", "list of text", "one of late, faulty"."""
    if "$ref" in part:
        return _kind(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    if "enum" in part:
        return f"one of {', '.join(part['enum'])}"
    if "anyOf" in part:
        kinds = [_kind(each, schema) for each in part["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if part.get("type") == "array":
        return f"list of {_kind(part['items'], schema)}"
    if part.get("type") == "object" and "properties" in part:
        return f"{{{', '.join(part['properties'])}}}"
    if part.get("type") == "object":
        return f"names with {_kind(part['additionalProperties'], schema)}"
    return _WORDS.get(part.get("format", part.get("type")), part.get("type", "anything"))


_WORDS = {"string": "text", "boolean": "yes or no", "integer": "number", "date": "day"}

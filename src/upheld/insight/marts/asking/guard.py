"""Whether a question only reads the marts: one SELECT, of known tables, with known functions.

DuckDB's own parser says what stands in it, so that nothing is read in two ways. What is not on a
list here is refused, whatever it does: a function of a later DuckDB as well.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .functions import FUNCTIONS, TABLE_FUNCTIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST = 20_000
_REFS = frozenset({"BASE_TABLE", "TABLE_FUNCTION", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST"})
_NODES = frozenset({
    "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE", "VALUES_NODE",
})  # fmt: skip
_PLACE = re.compile(r"\n+LINE (\d+):.*\n(\s*)\^.*", re.DOTALL)
_LINE_HEAD = re.compile(r"\n+LINE \d+: (\.\.\.)?")
# What the engine advises that nobody can follow here.
_ADVICE = re.compile(r"(You might need to add explicit type casts|Use \"SET ).*$")
_KIND = re.compile(r"^[A-Z][A-Za-z ]* Error: ?")


class NotAsked(ValueError):
    """What is not asked of the marts; the message says where and what to do."""


def check(duck: "DuckDBPyConnection", sql: str, marts: Collection[str]) -> frozenset[str]:
    """The marts that the question names. Raises NotAsked unless it is one SELECT over them."""
    if not sql.strip():
        raise NotAsked("nothing is asked: write a SELECT, such as SELECT count(*) FROM cases")
    if len(sql) > LONGEST:
        raise NotAsked(f"it is {len(sql):,} signs long: ask in {LONGEST:,} or fewer")
    (told,) = duck.execute("SELECT json_serialize_sql(?)", [sql]).fetchone() or ("{}",)
    tree = json.loads(told)
    if tree.get("error"):
        raise NotAsked(_not_read(duck, sql, str(tree.get("error_message", ""))))
    statements = tree["statements"]
    if len(statements) != 1:
        raise NotAsked(f"there are {len(statements)} statements: ask one SELECT at a time")
    named = {each.lower() for each in _named(statements)}
    for name in sorted(named):
        if name in marts or _is_there(duck, name):
            raise NotAsked(f"WITH {name}: that name is taken: choose another")
    for node in _nodes(statements):
        _check_node(node, sql, {*marts, *named})
    return frozenset(_tables(statements)).intersection(marts)


def place_of(sql: str, at: Any) -> str:
    """Where in the question, as a person counts: line 2, column 5; empty where nobody knows."""
    if not isinstance(at, int) or not 0 <= at <= len(sql.encode()):
        return ""
    before = sql.encode()[:at].decode("utf-8", "replace")
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def told(error: Exception, before: int = 0) -> str:
    """DuckDB's message as a sentence with its place, in a question with so many lines before it."""
    text = str(error)
    found = _PLACE.search(text)
    where = ""
    if found and (head := _LINE_HEAD.search(text)):
        cut = head.group(1) is not None
        column = len(found.group(2)) - len(head.group(0).lstrip("\n")) + 1
        line = int(found.group(1)) - before
        where = f"line {line}" + ("" if cut else f", column {column}")
    said = " ".join(_KIND.sub("", text[: found.start()] if found else text).split())
    said = _ADVICE.sub("", said).strip().replace("! Candidate bindings:", "; perhaps")
    said = said[:1].lower() + said[1:]
    return f"{where}: {said}" if where else said


def _not_read(duck: "DuckDBPyConnection", sql: str, message: str) -> str:
    """What is wrong with a question that could not be read as one SELECT."""
    try:
        duck.extract_statements(sql)
    except Exception as error:
        return told(error)
    if "Only SELECT" in message:
        return "it is no SELECT: the marts are only read, so begin with SELECT, FROM or WITH"
    return " ".join(message.split())


def _named(tree: Any) -> Iterator[str]:
    """The names that WITH gives, wherever it stands."""
    for node in _dicts(tree):
        names = node.get("cte_map")
        if isinstance(names, Mapping):
            yield from (str(each["key"]) for each in names.get("map", ()))
        if node.get("type") in ("RECURSIVE_CTE_NODE", "CTE_NODE"):
            yield str(node.get("cte_name", ""))


def _tables(tree: Any) -> Iterator[str]:
    """What is read, as it was checked: each by one name."""
    for node in _nodes(tree):
        if node["type"] == "BASE_TABLE":
            yield str(node["qualified_name"]["path"][0]).lower()


def _is_there(duck: "DuckDBPyConnection", name: str) -> bool:
    """Whether the engine has a table of that name itself: beside its WITH it would be meant."""
    quoted = name.replace('"', '""')
    try:
        duck.execute(f'SELECT 1 FROM "{quoted}" LIMIT 0')
    except Exception:
        return False
    return True


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    return (node for node in _dicts(tree) if "type" in node)


def _dicts(tree: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _check_node(node: Mapping[str, Any], sql: str, known: Collection[str]) -> None:
    kind = node["type"]
    if not isinstance(kind, str):
        return
    if "function_name" in node:
        _check_function(node, sql)
    elif "alias" in node and "sample" in node:
        _check_table(node, sql, known)
    elif kind.endswith("_NODE") and kind not in _NODES:
        raise NotAsked(f"{kind.removesuffix('_NODE').lower()} is not read here: ask a SELECT")


def _check_table(node: Mapping[str, Any], sql: str, known: Collection[str]) -> None:
    where = _where(node, sql)
    if node["type"] not in _REFS:
        raise NotAsked(f"{where}only tables are read: the marts and their columns stand beside")
    if node["type"] == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        if name not in TABLE_FUNCTIONS:
            raise NotAsked(f"{where}{name}() is not read: ask the marts themselves")
    if node["type"] == "BASE_TABLE":
        path = node["qualified_name"]["path"]
        if len(path) != 1 or str(path[0]).lower() not in known:
            raise NotAsked(f"{where}there is no mart {'.'.join(path)}: choose one of the list")


def _check_function(node: Mapping[str, Any], sql: str) -> None:
    path = (node.get("qualified_name") or {}).get("path") or [node["function_name"]]
    name = str(path[-1]).lower()
    of_table = node.get("type") == "FUNCTION" and name in TABLE_FUNCTIONS
    if len(path) == 1 and (name in FUNCTIONS or of_table or not re.search(r"[a-z_]", name)):
        return
    raise NotAsked(f"{_where(node, sql)}the function {'.'.join(path)} is not known here")


def _where(node: Mapping[str, Any], sql: str) -> str:
    place = place_of(sql, node.get("query_location"))
    return f"{place}: " if place else ""

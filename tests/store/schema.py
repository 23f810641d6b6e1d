"""What stands in a database besides its rows, so that two that came different ways can be held
against each other: every column in its order, key, index, condition, trigger and function."""

import re

from django.db import connection

_POSTGRESQL = (
    "SELECT 'column', c.relname, rank() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,"
    " format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
    " pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r'"
    " AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = {public}",
    "SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), condeferred"
    " FROM pg_constraint WHERE connamespace = {public}",
    "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = {public}",
    "SELECT 'words', cfgname FROM pg_ts_config WHERE cfgnamespace = {public}",
    "SELECT 'stem', dictname, dictinitoption FROM pg_ts_dict WHERE dictnamespace = {public}",
)
_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
_COLUMNS = (
    "SELECT 'columns', m.name, group_concat(c.name) FROM sqlite_master m"
    " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name"
)
# The conditions of a table stand in the order that they were added in, which means nothing.
_PART = re.compile(r", (?=\"|CONSTRAINT)")


def schema() -> list[str]:
    """One line a thing, in no order that tells how it came."""
    if connection.vendor == "sqlite":
        parts = (
            (kind, name, part)
            for kind, name, sql in _asked(_SQLITE)
            for part in _PART.split(sql.removesuffix(")"))
        )
        return sorted(" ".join(each) for each in [*parts, *_asked(_COLUMNS)])
    asked = (_asked(sql.format(public="'public'::regnamespace")) for sql in _POSTGRESQL)
    return sorted(" ".join(map(str, row)) for rows in asked for row in rows)


def _asked(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())

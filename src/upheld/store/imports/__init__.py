"""Files and databases of another system: read row by row, mapped, written once, undone."""

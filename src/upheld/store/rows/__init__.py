"""The tables, by subject: rows only. `store/models.py` lists every one."""

"""How rows are asked for where a model's own way costs too much.

`asked_again`: a query that is written down once by each process (a prepared statement);
`spelt_out`: its constants as literals, so that a partial index is used; `in_one`: rows of several
tables by one statement; `in_columns`: many rows as columns; `json_parts`: parts of a JSON column.
What is asked, and who may see it, is said by those who ask.
"""

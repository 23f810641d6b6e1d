"""From the store to Parquet, from Parquet to marts: many cases as plain tables to count in.

`declared/` says what each table holds, `sources` and `export` write the store down in one moment,
`duck` and `spark` run the same SQL over it, `build` does all of it, `asking/` answers questions.
"""

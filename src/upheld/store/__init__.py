"""The one Django app with tables: rows to core, core to rows and their event. Where to look:

- **tables**: `models` lists every one; those of a subject are beside it (`staff_rows`, `clocks`).
- **to core and back**: `load` reads what a step or a page needs; `save/` writes it with its event;
  `events` is the chain of them, `versions` and `replay` what a decision is made again from.
- **files that a firm edits**: `data_files`, and one module each (`*_files`, `*_file`, `policies`).
- **lists and counts**: `lists`, `search`; `case_days`, `cases_counted`, `gathered` and
  `order_days` say once what a figure counts, so that it opens the very rows.
- **sums that deciding reads**: `tallies` are their rows, `tally_parts` what one case counts for,
  `tallied` reads them, `tallied_anew` keeps them.
- **who sees what**: `seen` (private teams), `withheld` (fit, before a finding), `kept_back`.
- **statements that must be cheap**: `sql/`; `rare` and `beside_customer` ask by them for what
  stands beside many cases, or one customer.
- **in and out**: `import_*`, `incoming` and `mail*`, `files`, `exchange`, `backup/`.
- **what goes**: `erasing` and `erased_*`, `retention*`; `data_map/` says of every field what it is.
"""

"""The one Django app with tables: rows to core, core to rows and their event. Where to look:

- **tables**: `models` lists every one; `rows/` has those of a subject each.
- **to core and back**: `load` reads what a step or a page needs; `save/` writes it with its event.
- **the record**: `record/` is the chain of events, and what a decision is made again from.
- **files that a firm edits**: `policy_files/`, one module each, and `policies`.
- **lists and counts**: `counted/` says once what a figure counts, so that it opens the very rows;
  `search` finds words.
- **sums that deciding reads**: `tallied/`: `sums` reads them, `parts` says what one case counts
  for, `anew` keeps them.
- **who sees what**: `sight/`: `seen` (private teams), `withheld` (fit, before a finding).
- **what is one**: `merged/`: cases and customers that are one, and whose what of them is.
- **statements that must be cheap**: `sql/`; `rare` and `beside_customer` ask by them for what
  stands beside many cases, or one customer.
- **in and out**: `imports/`, `mail*`, `files`, `exchange`, `backup/`, `theirs/` (a person's own).
- **what goes**: `erased/`, `retention`; `data_map/` says of every field what it is.
"""

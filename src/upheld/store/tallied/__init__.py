"""Sums that deciding reads: they cost the same at a million cases as at a thousand."""

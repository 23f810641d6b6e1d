"""The functions that a question may use: they count, cut and compare what they are given.

None reads a file, an address, a setting or the machine; none waits, and none makes a text longer
than what it was given many times over.
"""

_AGGREGATES = """
any_value approx_count_distinct approx_quantile arg_max arg_min array_agg avg bit_and bit_or
bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum
histogram kurtosis last list mad max max_by mean median min min_by mode product quantile
quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp string_agg sum var_pop
var_samp variance
"""
_WINDOWS = """
cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
"""
_NUMBERS = """
abs add ceil ceiling divide exp even fdiv floor fmod greatest isfinite isinf isnan least ln log
log10 log2 mod multiply pi pow power round round_even sign sqrt subtract trunc width_bucket
"""
_TEXTS = """
concat concat_ws contains ends_with instr lcase left len length like_escape ilike_escape
not_like_escape not_ilike_escape lower ltrim
position prefix regexp_extract regexp_full_match regexp_matches regexp_replace replace reverse right
rtrim split_part starts_with string_split strlen strpos substr substring suffix trim ucase upper
"""
_TIMES = """
age century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day
dayname dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_us hour isodow
isoyear last_day make_date make_timestamp minute month monthname quarter second strftime strptime
time_bucket to_days to_hours to_minutes to_months to_seconds to_weeks to_years try_strptime week
weekday weekofyear year yearweek
"""
_LISTS = """
array_length list_avg list_contains list_count list_distinct list_element list_extract list_max
list_median list_min list_pack list_sort list_sum list_unique list_value array_extract
struct_extract struct_pack row map_extract map_keys map_values element_at array_slice list_slice
"""
_REST = "coalesce if ifnull nullif typeof unnest now today current_date random hash"

FUNCTIONS = frozenset(
    f"{_AGGREGATES} {_WINDOWS} {_NUMBERS} {_TEXTS} {_TIMES} {_LISTS} {_REST}".split()
)
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})

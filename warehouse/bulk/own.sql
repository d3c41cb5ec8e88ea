-- All cells of the file: those kept aside and those Python made.
select line, body::body as body, year, measure::measure as measure, value, state::state as state, raw,
    false as blank
from read_parquet($kept, hive_partitioning = false)
union all by name
from made

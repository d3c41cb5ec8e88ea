-- The figures of another large file that comes with this one.
insert into known by name
select body, year, measure, value
from read_parquet($kept, hive_partitioning = false)
where state = 'number' and measure in (select measure::varchar from term union select measure::varchar from rate_term)

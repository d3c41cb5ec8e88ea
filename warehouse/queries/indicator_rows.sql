-- Indicator values of a run of seats, for the years and indicators asked for (null: all).
select
    seat, year::integer as year, indicator, rule, main, numerator, denominator, value, n, low, high,
    floor, target, excellent, target_demonstration, status, reported, due, demonstration
from indicator_value
where seat between $first and $last and year between $from_year and $to_year
    and ($codes::varchar[] is null or list_contains($codes::varchar[], indicator))

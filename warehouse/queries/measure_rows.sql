-- Measures of a run of seats, for the years and measures asked for (null: all).
select
    seat, year::integer as year, measure, dataset, value, state, reported, due, withheld, demonstration, submission,
    sheet, cell, raw
from measure
where seat between $first and $last and year between $from_year and $to_year
    and ($codes::varchar[] is null or list_contains($codes::varchar[], measure))

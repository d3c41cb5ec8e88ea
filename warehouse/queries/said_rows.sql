-- What the bodies of a run of seats said of measures (null: of any); superseded explanations are not among them.
select seat, year::integer as year, measures, message, text
from explained
where seat between $first and $last and year between $from_year and $to_year
    and ($about::varchar[] is null or list_has_any(measures, $about::varchar[]))

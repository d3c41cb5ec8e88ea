-- Each body's year and dataset with a number that two files only share if they report the same of it.
select
    body, year, (getvariable('datasets'))[enum_code(measure) + 1] as dataset,
    bit_xor(hash(measure::varchar, value, state::varchar)) as content
from own
group by all
having not bool_and(blank)

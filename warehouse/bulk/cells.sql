-- All cells of some bodies and datasets, in the order of the file.
select line, body, year, measure, value, state, coalesce(raw, value::bigint::varchar) as raw
from own
where body in (select unnest($bodies::varchar[])::body)
    and measure in (
        select measure from dataset_of where dataset in (select unnest($datasets::varchar[])::dataset)
    )
order by line

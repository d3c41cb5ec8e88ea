-- The file's cells as they are landed, so ordered that a later read can skip.
select
    $submission::integer as submission, body, year, (getvariable('datasets'))[enum_code(measure) + 1] as dataset,
    measure, value, state, null::varchar as sheet, '第' || line || '行第' || $column || '列' as cell,
    coalesce(raw, value::bigint::varchar) as raw
from (from own order by body, year, measure)

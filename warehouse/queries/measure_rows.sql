-- Measures with what stands behind them, for the bodies, years and measures asked for.
with
    wanted as (
        from measure
        where body in (select unnest($bodies::varchar[]))
            and year in (select unnest($years::smallint[]))
            and measure in (select unnest($measures::varchar[]))
    )
select
    wanted.body, body.name as body_name, body.short_name, body.category, body_year.leaf, wanted.year::integer as year,
    wanted.dataset, wanted.measure, definition.label, definition.unit, wanted.value, wanted.state, wanted.reported,
    wanted.due, wanted.withheld, wanted.demonstration, wanted.submission, submission.file, wanted.sheet, wanted.cell,
    wanted.raw
from wanted
join body using (body)
join body_year using (body, year)
join measure_definition as definition using (measure)
left join submission on submission.submission = wanted.submission
order by body_year.depth, body.rowid, wanted.year, definition.position

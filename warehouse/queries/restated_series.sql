-- A body's measures with those of the bodies merged or renamed into it, year by year.
select
    lineage.body, measure.year::integer as year, measure.measure, definition.label, definition.unit, measure.dataset,
    sum(measure.value) as value,
    case
        when sum(measure.reported) > 0 then 'number'
        when sum(measure.due) = 0 then 'no_such_function'
        when sum(measure.withheld) = sum(measure.due) then 'withheld'
        else 'not_reported'
    end as state,
    sum(measure.reported)::integer as reported, sum(measure.due)::integer as due,
    bool_or(measure.demonstration) as demonstration,
    bool_or(measure.body <> lineage.body) as restated,
    string_agg(distinct member.short_name, '、') filter (where measure.body <> lineage.body) as members
from lineage
join measure on measure.body = lineage.member
join body as member on member.body = lineage.member
join measure_definition as definition using (measure)
where lineage.body = $body and measure.measure in (select unnest($measures::varchar[]))
group by lineage.body, measure.year, measure.measure, definition.label, definition.unit, measure.dataset,
    definition.position
order by definition.position, measure.year

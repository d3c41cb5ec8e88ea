-- What a body has published against the sum of the returns behind it.
with
    repeated as (
        select published_part.measure, sum(part.value) as rolled_up, bool_and(part.state = 'number') as complete,
            sum(part.due - part.reported)::integer as missing,
            bool_or(part.demonstration) as demonstration
        from published_part
        join measure as part on part.measure = published_part.part
        where part.body = $body and part.year = $year
        group by all
    )
select
    published.measure, definition.label, definition.unit, published.value as published,
    if(repeated.complete, repeated.rolled_up, null) as rolled_up,
    if(repeated.complete, repeated.rolled_up - published.value, null) as difference,
    case
        when published.state <> 'number' then published.state
        when repeated.measure is null then 'nothing_to_compare'
        when not repeated.complete then 'parts_not_reported'
        when repeated.rolled_up = published.value then 'agrees'
        else 'differs'
    end as state,
    coalesce(repeated.missing, 0) as missing, submission.file, published.sheet, published.cell,
    coalesce(repeated.demonstration, false) as demonstration
from measure as published
join measure_definition as definition using (measure)
join dataset on dataset.dataset = published.dataset
left join repeated on repeated.measure = published.measure
left join submission on submission.submission = published.submission
where published.body = $body and published.year = $year and not dataset.rolls_up
    and published.submission is not null and published.state <> 'not_reported'
order by definition.position

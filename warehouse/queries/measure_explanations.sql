-- Explanations that speak of measures, for a body and all below it; superseded ones do not count.
with
    counted as (
        select explanation.body, explanation.year, explanation.message, explanation.text, unnest(explanation.measures) as measure
        from explanation
        join coverage using (body, year, dataset, submission)
        where explanation.year in (select unnest($years::smallint[]))
    )
select distinct
    ancestor.ancestor as body, counted.year::integer as year, counted.measure, source.short_name as source_name,
    counted.message, counted.text
from counted
join ancestor on ancestor.body = counted.body
join body as source on source.body = counted.body
where ancestor.ancestor in (select unnest($bodies::varchar[]))
order by all

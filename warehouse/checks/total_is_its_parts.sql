-- Totals against the leaves below them, by another way than the mart's level by level.
with
    leaf as (
        select measure.body, measure.year, measure.dataset, measure.measure, measure.value, measure.reported, measure.due
        from measure
        join body_year using (body, year)
        join dataset using (dataset)
        where body_year.leaf and dataset.rolls_up
            and measure.year in (select year from checked_total)
    ),
    summed as (
        select
            ancestor.ancestor as body, leaf.year, leaf.dataset, leaf.measure,
            sum(leaf.value) as value, sum(leaf.reported) as reported, sum(leaf.due) as due
        from leaf
        join (from ancestor where ancestor in (select body from checked_total)) as ancestor using (body)
        where ancestor.distance > 0
        group by all
    )
select measure.body, measure.year, measure.measure, measure.value, summed.value as parts
from summed
semi join checked_total using (body, year, dataset)
join measure using (body, year, measure)
where measure.value is distinct from summed.value
    or measure.reported <> summed.reported
    or measure.due <> summed.due

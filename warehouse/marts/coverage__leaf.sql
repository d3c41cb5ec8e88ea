-- Whether a leaf sent a return it owes. A return of nothing but 未报 is not a report.
with
    place as (
        select measure.body, measure.seat, body_year.above, measure.year, measure.dataset, max(measure.submission) as submission,
            bool_or(measure.submission is not null and measure.state <> 'not_reported') as reported
        from measure
        semi join changed using (seat, year, dataset)
        join body_year using (seat, year)
        join dataset using (dataset)
        where not dataset.derived and (body_year.leaf or not dataset.rolls_up)
        group by all
    )
select
    place.body, place.seat, place.year, place.dataset, (place.reported and owes.body is not null)::integer as reported,
    (owes.body is not null)::integer as due, place.submission
from place
left join owes using (body, dataset)
order by place.above, place.year, place.seat, place.dataset

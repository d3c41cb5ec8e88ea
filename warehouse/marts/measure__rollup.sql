-- The sum of the children at $depth, for the bodies above what changed. A missing child is counted, never added as 0.
with
    child as (
        select body_year.seat, body_year.year, above.dataset, above.body as body, above.seat as own, above.above
        from changed_above as above
        join dataset using (dataset)
        join body_year on body_year.parent = above.body and body_year.year = above.year
        where body_year.depth = $depth and dataset.rolls_up
    ),
    summed as (
        select
            child.body, child.own as seat, child.above, measure.year, measure.dataset, measure.measure,
            sum(measure.value) as value,
            sum(measure.reported)::integer as reported,
            sum(measure.due)::integer as due,
            sum(measure.withheld)::integer as withheld,
            bool_or(measure.demonstration and measure.reported > 0) as demonstration
        from measure
        join child using (seat, year, dataset)
        group by all
    )
select
    * exclude (above),
    case
        when reported > 0 then 'number'
        when due = 0 then 'no_such_function'
        when withheld = due then 'withheld'
        else 'not_reported'
    end as state
from summed
order by above, year, seat, measure

with
    child as (
        select body_year.seat, body_year.year, above.dataset, above.body as body, above.seat as own, above.above
        from changed_above as above
        join dataset using (dataset)
        join body_year on body_year.parent = above.body and body_year.year = above.year
        where body_year.depth = $depth and dataset.rolls_up
    )
select
    child.body, child.own as seat, coverage.year, coverage.dataset,
    sum(coverage.reported)::integer as reported, sum(coverage.due)::integer as due
from coverage
join child using (seat, year, dataset)
group by child.body, child.own, child.above, coverage.year, coverage.dataset
order by child.above, coverage.year, child.own, coverage.dataset

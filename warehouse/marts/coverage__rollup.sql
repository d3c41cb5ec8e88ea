with
    child as (
        select body_year.body, body_year.year, above.dataset, above.body as parent
        from changed_above as above
        join dataset using (dataset)
        join body_year on body_year.parent = above.body and body_year.year = above.year
        where body_year.depth = $depth and dataset.rolls_up
    )
select
    child.parent as body, coverage.year, coverage.dataset,
    sum(coverage.reported)::integer as reported, sum(coverage.due)::integer as due
from coverage
join child using (body, year, dataset)
group by all
order by all

-- One row for every measure a leaf could report: its cell where it sent one, otherwise why there is none.
with
    counted as (
        select part.body, part.year, part.dataset, max(part.submission) as submission
        from part
        semi join changed using (body, year, dataset)
        join submission using (submission)
        where not submission.withdrawn
        group by all
    ),
    place as (
        select changed.body, changed.seat, changed.above, changed.year, changed.dataset, counted.submission,
            owes.body is not null as owed
        from changed
        join body_year using (body, seat, year)
        join dataset using (dataset)
        left join counted using (body, year, dataset)
        left join owes on owes.body = changed.body and owes.dataset = changed.dataset
        -- A total's own return is kept only where it is published beside, not added up.
        where not dataset.derived and (
            (dataset.rolls_up and body_year.leaf)
            or (not dataset.rolls_up and (owes.body is not null or counted.submission is not null))
        )
    ),
    grid as (
        select place.*, definition.measure
        from place
        join measure_definition as definition using (dataset)
        where place.year between coalesce(definition.first_year, place.year)
            and coalesce(definition.last_year, place.year)
    ),
    cell as (
        from landed_cell
        semi join counted using (submission, body, year, dataset)
    ),
    stated as (
        select
            grid.body, grid.seat, grid.above, grid.year, grid.dataset, grid.measure, cell.value,
            coalesce(cell.state, if(grid.owed, 'not_reported', 'no_such_function')) as state,
            grid.submission, cell.sheet, cell.cell, cell.raw
        from grid
        left join cell using (submission, body, year, dataset, measure)
    )
select
    stated.body, stated.seat, stated.year, stated.dataset, stated.measure, stated.value, stated.state,
    (stated.state = 'number')::integer as reported,
    (stated.state <> 'no_such_function')::integer as due,
    (stated.state = 'withheld')::integer as withheld,
    coalesce(submission.demonstration, false) as demonstration,
    stated.submission, stated.sheet, stated.cell, stated.raw
from stated
left join submission using (submission)
order by stated.above, stated.year, stated.seat, stated.measure

-- A counted cell that found no row in the mart: its body or measure is gone from the definitions.
with
    counted as (
        select changed.seat, part.body, part.year, part.dataset, max(part.submission) as submission
        from part
        join submission using (submission)
        join changed using (body, year, dataset)
        where not submission.withdrawn
        group by all
    ),
    -- Only the years of bodies that changed, found by their seats: a body that is gone has none.
    placed as (
        select seat, year, measure from measure semi join changed using (seat, year)
    )
select landed_cell.submission, landed_cell.body, landed_cell.year, landed_cell.measure
from landed_cell
join counted using (submission, body, year, dataset)
anti join placed on placed.seat = counted.seat and placed.year = landed_cell.year and placed.measure = landed_cell.measure

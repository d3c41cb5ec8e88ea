-- A counted cell that found no row in the mart: its body or measure is gone from the definitions.
select landed_cell.submission, landed_cell.body, landed_cell.year, landed_cell.measure
from landed_cell
semi join changed using (body, year, dataset)
join (
    select part.body, part.year, part.dataset, max(part.submission) as submission
    from part
    join submission using (submission)
    semi join changed using (body, year, dataset)
    where not submission.withdrawn
    group by all
) as counted using (submission, body, year, dataset)
anti join measure using (body, year, measure)

-- Every accepted file, newest first, and for how many of its parts it still counts.
with
    counted as (
        select part.*, max(part.submission) filter (where not submission.withdrawn)
            over (partition by part.body, part.year, part.dataset) as counts
        from part
        join submission using (submission)
    )
select
    submission.submission, submission.file, submission.received_at, submission.accepted_at, submission.cells,
    submission.demonstration, submission.withdrawn,
    count(counted.dataset)::integer as parts,
    count(*) filter (where counted.counts = submission.submission)::integer as counts_for,
    string_agg(distinct counted.dataset, ',') as datasets, min(counted.year)::integer as first_year,
    max(counted.year)::integer as last_year
from submission
left join counted using (submission)
group by all
order by submission.submission desc

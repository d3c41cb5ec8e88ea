-- Every accepted file, newest first, and for how many of its parts it still counts.
select
    submission.submission, submission.file, submission.received_at, submission.accepted_at, submission.cells,
    submission.demonstration, submission.withdrawn,
    coalesce(contents.parts, 0)::integer as parts, coalesce(counting.parts, 0)::integer as counts_for,
    contents.datasets, contents.first_year::integer as first_year, contents.last_year::integer as last_year
from submission
left join contents using (submission)
left join counting using (submission)
order by submission.submission desc

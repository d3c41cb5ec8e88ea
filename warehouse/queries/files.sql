-- The files of the submissions asked for.
select submission, file, received_at
from submission
where submission between $first and $last and submission in (select unnest($numbers::integer[]))

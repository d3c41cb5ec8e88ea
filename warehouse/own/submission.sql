-- How many cells others sent in the same file is not said.
select submission.* replace (own.cells as cells)
from served.submission
join (select submission, sum(cells)::integer as cells from part group by submission) as own using (submission)

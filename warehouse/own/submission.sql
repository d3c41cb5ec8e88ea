-- How many cells others sent in the same file is not said. A file may hold nothing but a case ledger.
select submission.* replace (own.cells as cells)
from served.submission
join (
    select submission, sum(cells)::integer as cells
    from (select submission, cells from part union all select distinct submission, 0 from case_count)
    group by submission
) as own using (submission)

-- The notices of submissions that stand. One about a whole file is one of every year in it, and nobody's seat is 0.
with
    file_year as (
        select distinct submission, year
        from part
        where submission in (from changed_submission)
    )
select
    kept.body, coalesce(body.seat, 0) as seat, coalesce(kept.year, file_year.year) as year, kept.dataset, kept.level,
    kept.code, kept.message, kept.remedy, kept.submission, kept.sheet, kept.cell
from kept_fault as kept
join submission using (submission)
left join body using (body)
-- As one comparison: with `and kept.year is null` DuckDB would hold every notice against every file.
left join file_year on file_year.submission = if(kept.year is null, kept.submission, null)
where kept.submission in (from changed_submission) and not submission.withdrawn
    and (kept.body is null or body.seat is not null)
    and coalesce(kept.year, file_year.year) is not null
order by seat, year, kept.submission, kept.cell

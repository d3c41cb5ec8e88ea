-- Every leaf below a body × every return, in a year.
select
    coverage.body, body.name as body_name, body.short_name, body.category, coverage.dataset,
    dataset.title as dataset_title,
    case
        when coverage.due = 0 then 'no_such_function'
        when coverage.reported > 0 then 'reported'
        else 'not_reported'
    end as state,
    coverage.submission, submission.file, submission.received_at
from coverage
join ancestor using (body)
join body_year using (body, year)
join body using (body)
join dataset using (dataset)
left join submission on submission.submission = coverage.submission
where ancestor.ancestor = $parent and coverage.year = $year
    and (body_year.leaf or (not dataset.rolls_up and coverage.due > 0))
order by body.rowid, dataset.position

-- The newest ledger of a body and year that was not withdrawn; ledgers are few and small, so all are looked at.
with
    standing as (
        select case_count.body, case_count.year, case_count.ledger, max(case_count.submission) as submission
        from case_count
        join submission using (submission)
        where not submission.withdrawn
        group by all
    )
select
    case_count.body, body.seat, case_count.year, case_count.ledger, case_count.dataset, case_count.measure,
    case_count.dimension, case_count.value, case_count.n, case_count.submission, case_count.sheet, case_count.cell
from case_count
semi join standing using (body, year, ledger, submission)
join body using (body)
order by body.seat, case_count.year, case_count.ledger, case_count.measure, case_count.dimension, case_count.n desc,
    case_count.value

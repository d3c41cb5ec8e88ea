-- What the case ledgers that stand come to for bodies, and the return each belongs to.
select body, year, dataset, ledger, measure, n, submission
from case_breakdown
where seat in (select seat from body where body in (select unnest($bodies::varchar[]))) and dimension = ''

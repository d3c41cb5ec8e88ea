-- What the case ledgers of a run of seats come to in a year.
select seat, measure, dimension, value, n, submission
from case_breakdown
where seat between $first and $last and year = $year and ledger = $ledger

-- What was noticed when the returns of a run of seats were taken in, in a year.
select seat, dataset, level, code, message, remedy, submission, sheet, cell
from noticed
where seat between $first and $last and year = $year

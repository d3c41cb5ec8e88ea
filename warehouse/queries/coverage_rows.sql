-- Which returns of a run of seats were due and came, in a year.
select seat, dataset, reported, due, submission
from coverage
where seat between $first and $last and year = $year

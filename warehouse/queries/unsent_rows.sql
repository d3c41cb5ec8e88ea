-- Returns that a run of seats owes and did not send, in a year.
select seat, dataset
from coverage
where seat between $first and $last and year = $year and due > reported

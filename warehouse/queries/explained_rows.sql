-- What the bodies of a run of seats said to what did not add up, in a year; superseded explanations are not among them.
select seat, dataset, measures, code, message, text, submission, sheet, cell
from explained
where seat between $first and $last and year = $year

-- One measure's cells of a run of seats, in a year.
select seat, value, state, raw, sheet, cell, submission, demonstration
from measure
where seat between $first and $last and year = $year and measure = $measure

-- Main figures of a run of seats that may need attention, in a year.
select seat, indicator, status, value, target, target_demonstration, numerator, denominator
from indicator_value
where seat between $first and $last and year = $year and main
    and status in ('missed', 'near', 'doubtful', 'too_few') and (target is not null or status = 'doubtful')

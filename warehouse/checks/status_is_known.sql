select body, year, indicator, rule, status, value
from indicator_value
semi join affected using (seat, year)
where status is null
    or (value is null) <> (status in ('not_reported', 'no_such_function', 'withheld', 'no_denominator'))

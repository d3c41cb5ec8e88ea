select body, year, measure, state, value
from measure
semi join affected using (seat, year)
where (state = 'number') <> (value is not null)

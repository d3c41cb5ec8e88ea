-- The file's own figures, where an identity may ask for them.
select body, year, measure, value, raw, true as own
from own
where state = 'number' and measure in (select measure from term union select measure from rate_term)

-- All cells of the file: those that SQL found to be right, and those Python made.
select line, body, year, measure, value, state, raw, false as blank from judged
union all by name
from made

-- All other lines, as cells.
select line, body, year, measure, case when state = 'number' then value end as value, state, raw
from judged anti join doubled using (body, year, measure)
where clean and line > $head

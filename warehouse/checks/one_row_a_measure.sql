select body, year, measure, count(*) as rows
from measure
semi join affected using (seat, year)
group by all
having count(*) > 1

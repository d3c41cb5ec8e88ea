select body, year, dataset, reported, due
from coverage
semi join affected using (seat, year)
where reported > due or reported < 0
union all
select body, year, dataset, count(*)::integer as reported, null as due
from coverage
semi join affected using (seat, year)
group by all
having count(*) > 1

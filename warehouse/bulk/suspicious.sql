-- The bodies of `broken`, in the order of the file, with their identities.
select body, array_agg(distinct identity) as identities
from broken
join own using (body)
group by body
order by min(line)

-- As in body: the parent is known only where it is one's own.
select
    body_year.body, body_year.seat, coalesce(parent.seat, 0) as above, body_year.year, parent.body as parent,
    body_year.leaf, own.depth
from served.body_year
join body as own using (body)
left join mine as parent on parent.body = body_year.parent

-- The tree as it stood in a year, parents before children, in the definitions' order.
select
    body.body, body.name, body.short_name, body_year.parent, body.category, body.category_title,
    body_year.depth::integer as depth, body_year.leaf
from body_year
join body using (body)
where body_year.year = $year
order by body_year.depth, body.rowid

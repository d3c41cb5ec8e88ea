-- The bodies of the same category as one, in a year (itself included).
select other.body
from body_year
join body as other using (body)
where body_year.year = $year and body_year.leaf
    and other.category = (select category from body where body = $body)

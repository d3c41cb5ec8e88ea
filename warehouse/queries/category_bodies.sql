-- The bodies of the same category under the same parent as one, in a year (itself included).
select other.body
from body_year as own
join body on body.body = own.body
join body_year as other on other.year = own.year and other.parent is not distinct from own.parent
join body as like_it on like_it.body = other.body and like_it.category = body.category
where own.body = $body and own.year = $year and other.leaf
order by like_it.rowid

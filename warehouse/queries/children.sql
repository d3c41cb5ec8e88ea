-- The bodies directly below one, in a year; the body itself where it has none.
select body
from body_year
where year = $year and (parent = $parent or (body = $parent and leaf))

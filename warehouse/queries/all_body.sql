-- Every body in the definitions' order, with the first and last year it exists in (null: in none).
select
    body.body, body.name, body.short_name, body.parent, body.category, body.category_title,
    body.depth::integer as depth, body.seat, body.above, body.rowid as position, body.valid_from, body.valid_to,
    span.first_year, span.last_year
from body
left join (
    select seat, min(year)::integer as first_year, max(year)::integer as last_year
    from body_year
    group by seat
) as span using (seat)
order by body.rowid

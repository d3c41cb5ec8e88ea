-- A body exists in a year if it exists on 31 December; it is a leaf if none of its children does.
with
    existing as (
        select body.body, body.seat, body.above, added_year.year, body.parent, body.depth
        from body, added_year
        where make_date(added_year.year, 12, 31) between body.valid_from and coalesce(body.valid_to, date '9999-12-31')
    )
select
    existing.body, existing.seat, existing.above, existing.year, existing.parent,
    not exists (from existing as child where child.parent = existing.body and child.year = existing.year) as leaf,
    existing.depth
from existing
order by existing.seat, existing.year

-- A body whose parent is somebody else's stands at the top: nothing of one's own is above it.
select
    body.rowid, body.body, body.seat, coalesce(parent.seat, 0) as above, body.name, body.short_name,
    parent.body as parent, body.category, body.category_title, body.valid_from, body.valid_to,
    (select count(*) - 1 from ancestor where ancestor.body = body.body)::smallint as depth
from served.body
left join mine as parent on parent.body = body.parent
where body.body in (select body from mine)

select * from served.ancestor
where body in (select body from mine) and ancestor in (select body from mine)

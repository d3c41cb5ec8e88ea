select * from served.lineage
where body in (select body from mine) and member in (select body from mine)

select * from served.part where body in (select body from mine)

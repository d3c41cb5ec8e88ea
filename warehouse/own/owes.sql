select * from served.owes where body in (select body from mine)

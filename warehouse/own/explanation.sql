select * from served.explanation where body in (select body from mine)

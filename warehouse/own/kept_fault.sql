select * from served.kept_fault
where body in (select body from mine) or body is null and submission in (select submission from entirely)

select * from served.case_count where body in (select body from mine)

select * from served.case_breakdown where seat in (select seat from mine)

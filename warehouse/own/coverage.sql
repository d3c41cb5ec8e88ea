select * from served.coverage where seat in (select seat from mine)

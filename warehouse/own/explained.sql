select * from served.explained where seat in (select seat from mine)

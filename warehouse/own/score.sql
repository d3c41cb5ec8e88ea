select * from served.score where seat in (select seat from mine)

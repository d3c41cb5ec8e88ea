select * from served.measure where seat in (select seat from mine)

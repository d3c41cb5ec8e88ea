select * from served.indicator_value where seat in (select seat from mine)

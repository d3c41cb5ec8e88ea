select * from served.noticed
where seat in (select seat from mine) or seat = 0 and submission in (select submission from entirely)

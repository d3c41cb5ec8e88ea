select body from body where parent is null order by rowid

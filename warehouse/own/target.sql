-- Targets of everybody and of a category are no secret; one set for another body is that body's.
select * from served.target
where scope = '*' or starts_with(scope, 'category:') or scope in (select body from mine)

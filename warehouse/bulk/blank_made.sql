-- Blank cells of a body's dataset and year of which nothing is filled in: a blank sheet takes nothing back.
delete from made
where blank and (body, year, (getvariable('datasets'))[enum_code(measure) + 1]) not in (
    select body, year, (getvariable('datasets'))[enum_code(measure) + 1] from own where not blank
)

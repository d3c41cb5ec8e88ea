-- The bodies that were sums of others, year by year; every other body that existed was a leaf.
select seat, year::integer as year from body_year where not leaf

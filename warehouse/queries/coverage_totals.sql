-- How many of the due returns came, by year and dataset, for one seat.
select year::integer as year, dataset, reported, due
from coverage
where seat = $seat

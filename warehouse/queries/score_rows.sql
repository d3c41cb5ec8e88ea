-- What the returns give every body for every item of a year's scheme.
select * from score where year = $year and version = $version order by seat

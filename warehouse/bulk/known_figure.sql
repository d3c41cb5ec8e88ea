-- Figures known from elsewhere. The file replaces a body's whole dataset of the year: of that they count no longer.
select known.body, known.year, known.measure, known.value, null::varchar as raw, false as own
from known
join dataset_of using (measure)
anti join (
    select distinct own.body, own.year, dataset_of.dataset from own join dataset_of using (measure)
) as part using (body, year, dataset)

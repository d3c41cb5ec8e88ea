-- How many of the due returns came, by year and dataset, for one body.
select
    coverage.year::integer as year, coverage.dataset, dataset.title as dataset_title, coverage.reported, coverage.due
from coverage
join dataset using (dataset)
where coverage.body = $parent
order by coverage.year, dataset.position

select
    submission, count(*)::integer as parts, array_to_string(list_sort(list_distinct(list(dataset))), ',') as datasets,
    min(year) as first_year, max(year) as last_year
from part
group by submission

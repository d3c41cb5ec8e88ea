select
    submission, count(*)::integer as parts, array_to_string(list_sort(list_distinct(list(dataset))), ',') as datasets,
    min(year) as first_year, max(year) as last_year
from (
    select submission, body, year, dataset from part
    union
    select submission, body, year, dataset from case_count
)
group by submission

select submission, count(*)::integer as parts
from (
    select submission, body, year, dataset from coverage where submission is not null
    union
    select submission, body, year, dataset from case_breakdown
)
group by submission

-- For how many parts a submission still counts, be it with figures or with a case ledger.
select submission, count(*)::integer as parts
from (
    select submission, body, year, dataset from coverage where submission is not null
    union
    select submission, body, year, dataset from case_breakdown
)
group by submission
order by submission

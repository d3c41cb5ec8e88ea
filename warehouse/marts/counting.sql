-- For how many parts a submission still counts, be it with figures or with a case ledger. Every publish counts anew, so
-- the figures' parts, of which `coverage` has one row each, are only counted, and the few of ledgers held against them.
with
    by_ledger as (
        select distinct submission, body, year, dataset from case_breakdown
    ),
    counted as (
        select submission, count(*) as parts from coverage where submission is not null group by submission
        union all
        select submission, count(*) as parts
        from by_ledger
        anti join coverage using (submission, body, year, dataset)
        group by submission
    )
select submission, sum(parts)::integer as parts
from counted
group by submission
order by submission

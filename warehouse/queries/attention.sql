-- What needs attention below a body: broken obligations first, then missed targets, then returns not sent;
-- among equals a real target before one set for demonstration.
with
    below as (
        select ancestor.body
        from ancestor
        join body_year using (body)
        where ancestor.ancestor = $body and body_year.year = $year and body_year.leaf
    ),
    missed as (
        select
            value.body, value.indicator, indicator.title, indicator.unit, indicator.decimals, value.status, value.value,
            value.target, value.target_demonstration, value.numerator, value.denominator,
            if(indicator.obligation, value.denominator - value.numerator, null) as shortfall,
            case when indicator.obligation and value.numerator < value.denominator then 1
                when value.status in ('missed', 'doubtful') then 2
                else 3 end as grade,
            abs(value.value - value.target) / nullif(abs(value.target), 0) as gap
        from indicator_value as value
        semi join below using (body)
        join indicator using (indicator)
        where value.year = $year and value.main and (value.target is not null or value.status = 'doubtful')
            and (value.status in ('missed', 'near', 'doubtful')
                or (indicator.obligation and value.status = 'too_few' and value.numerator < value.denominator))
    ),
    unsent as (
        select coverage.body, coverage.dataset, dataset.title
        from coverage
        semi join below using (body)
        join dataset using (dataset)
        where coverage.year = $year and coverage.due > coverage.reported
    ),
    listed as (
        select body, indicator, null as dataset, title, unit, decimals, status, value, target, target_demonstration,
            numerator, denominator, shortfall, grade, gap
        from missed
        union all by name
        select body, dataset, title, 'not_reported' as status, 4 as grade from unsent
    )
select
    row_number() over (order by listed.grade, listed.target_demonstration, listed.shortfall desc nulls last,
        listed.gap desc nulls last, body.rowid)::integer as rank,
    listed.body, body.name as body_name, body.short_name, listed.indicator, listed.dataset, listed.title, listed.unit,
    listed.decimals::integer as decimals, listed.status, listed.value, listed.target, listed.shortfall,
    listed.numerator, listed.denominator, listed.grade::integer as grade
from listed
join body using (body)
order by rank

-- The rate, its interval, its target and what follows from them, for every row of `fresh_sum`. No denominator, no value.
with
    targeted as (
        select
            place.body, target.year, target.indicator, target.floor, target.target, target.excellent,
            target.demonstration as target_demonstration
        from (select distinct body, year from fresh_sum) as place
        join body using (body)
        join target on target.year = place.year and target.scope in (body.body, 'category:' || body.category, '*')
        -- The nearest wish wins: the body's own, then its category's, then everybody's.
        qualify row_number() over (
            partition by place.body, target.year, target.indicator
            order by case target.scope when body.body then 0 when '*' then 2 else 1 end
        ) = 1
    ),
    divided as (
        select
            fresh_sum.*, body.above, rule.main, indicator.kind, indicator.direction, indicator.min_n,
            indicator.scale::double as scale,
            fresh_sum.numerator::double as k,
            if(indicator.kind in ('proportion', 'ratio'), fresh_sum.denominator::double, null) as n
        from fresh_sum
        join body using (seat)
        join indicator using (indicator)
        join rule using (indicator, rule)
    ),
    valued as (
        select
            *,
            case when reported = 0 then null when kind in ('count', 'amount') then k * scale when n > 0 then k * scale / n end as value,
            -- Wilson's interval needs a share: a broken identity (more than n) has none, nor has a sum with one in it,
            -- where the surplus of one body hides what another lacks.
            kind = 'proportion' and reported > 0 and n > 0 and k between 0 and n and surplus = 0 as has_interval,
            k / nullif(n, 0) as p,
            1.959963984540054 as z
        from divided
    ),
    bounded as (
        select
            *,
            if(has_interval,
                greatest(0, scale * (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
                    / (1 + z * z / n)), null) as low,
            if(has_interval,
                least(scale, scale * (p + z * z / (2 * n) + z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
                    / (1 + z * z / n)), null) as high
        from valued
    ),
    -- Turned so that more is better, whichever way the indicator runs.
    turned as (
        select
            bounded.*, targeted.floor, targeted.target, targeted.excellent, targeted.target_demonstration,
            if(bounded.direction = 'lower', -1, 1) as sign
        from bounded
        left join targeted using (body, year, indicator)
    )
select
    body, seat, year, indicator, rule, main, numerator, if(n is null, null, denominator) as denominator, value, n, low, high,
    floor, target, excellent, target_demonstration,
    case
        when due = 0 then 'no_such_function'
        when reported = 0 and withheld > 0 then 'withheld'
        when reported = 0 then 'not_reported'
        when value is null then 'no_denominator'
        -- More cases with than there are cases: explained perhaps, but nothing to be judged by.
        when kind = 'proportion' and not has_interval then 'doubtful'
        when target is null then 'no_target'
        when n < min_n then 'too_few'
        when sign * value >= sign * excellent then 'excellent'
        when sign * value >= sign * target then 'met'
        when sign * value >= sign * floor then 'near'
        else 'missed'
    end as status,
    reported, due, withheld, surplus, demonstration
from turned
order by above, year, seat, indicator, rule

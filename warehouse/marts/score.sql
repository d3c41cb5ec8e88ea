-- The score of every row of `fresh_basis`, in whole numbers throughout: a rate is never divided out before the last
-- step, which rounds half a hundredth of a point up. All amounts are counted in ten-thousandths.
with
    asked as (
        select
            basis.* exclude (target), item.points, item.rule, item.each, item.per, item.part,
            coalesce(item.at_most, item.points) as at_most, item.more_than, item.kind as sort,
            if(item.rule = 'thresholds', null, coalesce(item.full_at, basis.target)) as target
        from fresh_basis as basis
        join scheme_item as item using (year, version, item)
    ),
    -- `rate_over / rate_under` is the rate in units of the indicator, as is `goal / 10000`.
    whole as (
        select
            *,
            (points * 10000)::hugeint as points_u, (each * 10000)::hugeint as each_u, (per * 10000)::hugeint as per_u,
            (at_most * 10000)::hugeint as at_most_u, (target * 10000)::hugeint as goal,
            (greatest(steps, 0) * 10000)::hugeint as steps_u,
            (scale * numerator * 10000)::hugeint as rate_over,
            if(kind in ('count', 'amount'), 10000, (denominator * 10000)::hugeint) as rate_under
        from asked
    ),
    -- How far the goal is missed, as `short_over / (rate_under * per_u)` steps; 0 where it is reached.
    missed as (
        select
            *,
            greatest(0, if(direction = 'lower', rate_over * 10000 - goal * rate_under, goal * rate_under - rate_over * 10000))
                as short_over,
            rate_under * per_u as short_under
        from whole
    ),
    banded as (
        select missed.seat, missed.year, missed.version, missed.item, max(band.points) as band_points
        from missed
        join scheme_band as band using (year, version, item)
        where if(missed.direction = 'lower',
            missed.rate_over * 10000 <= (band.at_value * 10000)::hugeint * missed.rate_under,
            missed.rate_over * 10000 >= (band.at_value * 10000)::hugeint * missed.rate_under)
        group by all
    ),
    -- In ten-thousandths of a point, as `over / under`: what is taken off, or with `proportion` and a bonus what is given.
    counted as (
        select
            missed.*, coalesce(banded.band_points, 0) as band_points,
            case
                when missed.rule = 'occurrences' then each_u * steps_u
                when missed.rule = 'shortfall' and part = 'whole' then each_u * (short_over // short_under)
                when missed.rule = 'shortfall' and part = 'begun' then each_u * ((short_over + short_under - 1) // short_under)
                when missed.rule = 'shortfall' then each_u * short_over
                when missed.rule = 'proportion' then points_u * least(rate_over * 10000, goal * rate_under)
            end as over,
            case
                when missed.rule = 'occurrences' then 10000
                when missed.rule = 'shortfall' and part = 'share' then short_under
                when missed.rule = 'shortfall' then 1
                when missed.rule = 'proportion' then goal * rate_under
            end as under
        from missed
        left join banded using (seat, year, version, item)
    ),
    -- In hundredths of a point.
    rounded as (
        select *, if(under > 0, (2 * over + 100 * under) // (200 * under), null) as amount, at_most_u // 100 as most from counted
    ),
    settled as (
        select
            *,
            case
                when state <> 'scored' or sort = 'veto' then null
                -- `least` and `greatest` look past what is not known: without a goal nothing would be missed.
                when rule <> 'thresholds' and (amount is null or rule = 'shortfall' and goal is null) then null
                when sort = 'bonus' then least(amount, points_u // 100)
                when rule = 'thresholds' then (band_points * 100)::hugeint
                when rule = 'proportion' then amount
                else points_u // 100 - least(amount, most)
            end as given
        from rounded
    )
select
    body, seat, year, version, item,
    -- A goal nobody set leaves nothing to score by; a veto is not pronounced over what was not reported.
    case when state = 'scored' and sort <> 'veto' and given is null then 'by_hand'
        when state = 'not_reported' and sort = 'veto' then 'by_hand' else state end as state,
    if(state = 'scored' and sort <> 'veto' and given is null, 'no_target', why) as why,
    numerator, denominator, value, n, target, direction, kind, scale,
    -- The quotients below are of a hundred or of ten thousand: whole hundredths come out whole again.
    cast(case
        when state <> 'scored' then null
        when rule = 'occurrences' then greatest(steps, 0)
        when rule = 'shortfall' and part = 'whole' then short_over // short_under
        when rule = 'shortfall' and part = 'begun' then (short_over + short_under - 1) // short_under
        when rule = 'shortfall' then (2 * 10000 * short_over + short_under) // (2 * short_under) / 10000
    end as decimal(18, 4)) as steps,
    case when state = 'scored' and sort = 'veto' then greatest(steps, 0) > more_than end as reached,
    cast(case
        when sort = 'points' and state = 'scored' then (points_u // 100 - given) / 100
        when sort = 'points' and state = 'not_reported' then points
    end as decimal(18, 2)) as deduction,
    cast(if(state = 'not_reported' and sort <> 'veto', 0, given / 100) as decimal(18, 2)) as score,
    demonstration
from settled
order by seat, year, version, item

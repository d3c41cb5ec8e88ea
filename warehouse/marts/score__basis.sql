-- What each item of a scheme looks at, for every leaf of a year that changed: the rate or the occurrences, and whether
-- they can be scored at all. 0, not reported, no such function and withheld each lead elsewhere.
with
    place as (
        select
            body_year.body, body_year.seat, body_year.year, item.version, item.item, item.rule, item.indicator,
            item.counting, item.few, item.position,
            len(item.categories) = 0 or list_contains(item.categories, body.category) as applies
        from affected
        join body_year using (body, seat, year)
        join body using (body, seat)
        join scheme_item as item using (year)
        where body_year.leaf
    ),
    -- Once by the name of its rule and, where it is the main one, once for whoever names none: an `if` or an `or` in
    -- a join makes DuckDB hold every row against every other.
    rate as (
        select seat, year, indicator, rule as counting, numerator, denominator, value, n, target, status, demonstration
        from indicator_value
        semi join affected using (seat, year)
        union all
        select seat, year, indicator, null as counting, numerator, denominator, value, n, target, status, demonstration
        from indicator_value
        semi join affected using (seat, year)
        where main
    ),
    rated as (
        select
            place.*, rate.numerator, rate.denominator, rate.value, rate.n, rate.target, rate.status,
            indicator.direction, indicator.kind, indicator.scale, indicator.min_n,
            coalesce(rate.demonstration, false) as demonstration
        from place
        join indicator using (indicator)
        left join rate
            on rate.seat = place.seat and rate.year = place.year and rate.indicator = place.indicator
            and rate.counting is not distinct from place.counting
    ),
    counted as (
        select
            place.*, sum(part.sign * measure.value) as steps,
            sum(measure.value) filter (where part.sign = 0) as among,
            bool_or(measure.state = 'no_such_function') as absent,
            bool_or(measure.state = 'withheld') as withheld,
            -- Derived by the product, and still not known: nobody's omission.
            bool_or(measure.state = 'not_reported' and dataset.derived) as unknown,
            bool_or(measure.state = 'not_reported') or count(measure.state) < count(*) as missing,
            coalesce(bool_or(measure.demonstration), false) as demonstration
        from place
        join scheme_measure as part using (year, version, item)
        left join measure
            on measure.seat = place.seat and measure.year = place.year and measure.measure = part.measure
        left join dataset on dataset.dataset = measure.dataset
        group by all
    ),
    judged as (
        select
            body, seat, year, version, item, position, applies, numerator, denominator, value, n, target, direction, kind,
            scale, null as steps, demonstration,
            case
                when status is null then 'no_rule'
                when status in ('no_such_function', 'no_denominator', 'not_reported', 'withheld', 'doubtful') then status
                when n < min_n and few <> 'score' then if(few = 'by_hand', 'too_few', 'left_out')
            end as why
        from rated
        union all by name
        select
            body, seat, year, version, item, position, applies, steps, among as n, demonstration,
            case
                when absent then 'no_such_function'
                when withheld then 'withheld'
                when unknown then 'unknown'
                when missing then 'not_reported'
                when among = 0 then 'no_denominator'
            end as why
        from counted
        union all by name
        select body, seat, year, version, item, position, applies, false as demonstration, 'by_hand' as why
        from place
        where rule = 'by_hand'
    )
select
    body, seat, year, version, item, numerator, denominator, value, n,
    cast(round(target, 4) as decimal(18, 4)) as target, direction, kind, scale, steps, demonstration,
    case
        when not applies or why in ('no_such_function', 'no_denominator', 'left_out') then 'not_applicable'
        when why = 'not_reported' then 'not_reported'
        when why is not null then 'by_hand'
        else 'scored'
    end as state,
    if(applies, why, 'category') as why
from judged
order by seat, year, version, position

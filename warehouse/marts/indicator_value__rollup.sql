-- Sums first, then divide: numerators and denominators of the children that gave both.
with
    child as (
        select body_year.seat, body_year.year, affected.body as body, affected.seat as own
        from affected
        join body_year on body_year.parent = affected.body and body_year.year = affected.year
        where body_year.depth = $depth
    )
select
    child.body, child.own as seat, indicator_value.year, indicator_value.indicator, indicator_value.rule,
    sum(indicator_value.numerator) as numerator,
    sum(indicator_value.denominator) as denominator,
    sum(indicator_value.reported)::integer as reported,
    sum(indicator_value.due)::integer as due,
    sum(indicator_value.withheld)::integer as withheld,
    sum(indicator_value.surplus)::integer as surplus,
    bool_or(indicator_value.demonstration and indicator_value.reported > 0) as demonstration
from indicator_value
join child using (seat, year)
group by all

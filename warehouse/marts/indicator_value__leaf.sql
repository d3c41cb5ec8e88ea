-- A leaf's numerator and denominator, given only where it reported every measure of the rule as a number.
with
    side as (
        select
            measure.body, measure.year, rule.indicator, rule.rule, rule_part.side, measure.value, measure.state,
            measure.demonstration
        from measure
        semi join affected using (body, year)
        join body_year using (body, year)
        join rule_part using (measure)
        join rule using (indicator, rule)
        where body_year.leaf
            and measure.year between coalesce(rule.first_year, measure.year) and coalesce(rule.last_year, measure.year)
    ),
    summed as (
        select
            body, year, indicator, rule,
            sum(value) filter (where side = 'numerator') as numerator,
            sum(value) filter (where side = 'denominator') as denominator,
            bool_and(state = 'number') as complete,
            bool_or(state = 'no_such_function') as absent,
            bool_or(state = 'withheld') as withheld,
            bool_or(demonstration) as demonstration
        from side
        group by all
    )
select
    body, year, indicator, rule,
    if(complete, numerator, null) as numerator,
    if(complete, denominator, null) as denominator,
    complete::integer as reported,
    (not absent)::integer as due,
    (withheld and not absent)::integer as withheld,
    demonstration
from summed

-- A leaf's numerator and denominator, given only where nothing of the rule is unreported or withheld.
with
    side as (
        select
            measure.body, measure.seat, measure.year, rule.indicator, rule.rule, rule_part.side, measure.value, measure.state,
            measure.demonstration
        from measure
        semi join affected using (seat, year)
        join body_year using (seat, year)
        join rule_part using (measure)
        join rule using (indicator, rule)
        where body_year.leaf
            and measure.year between coalesce(rule.first_year, measure.year) and coalesce(rule.last_year, measure.year)
    ),
    summed as (
        select
            body, seat, year, indicator, rule,
            sum(value) filter (where side = 'numerator') as numerator,
            sum(value) filter (where side = 'denominator') as denominator,
            bool_or(side = 'denominator') as divided,
            bool_and(state = 'number') as complete,
            bool_and(state in ('number', 'no_such_function')) and bool_or(state = 'number') as countable,
            bool_or(state = 'no_such_function') as absent,
            bool_or(state = 'withheld') as withheld,
            bool_or(demonstration) as demonstration
        from side
        group by all
    )
-- A body that inspects but may not punish has no rate of its own, yet its inspections are among the whole's.
select
    body, seat, year, indicator, rule,
    if(countable, coalesce(numerator, 0), null) as numerator,
    if(countable and divided, coalesce(denominator, 0), null) as denominator,
    complete::integer as reported,
    (not absent)::integer as due,
    (withheld and not absent)::integer as withheld,
    (countable and divided and coalesce(numerator, 0) > coalesce(denominator, 0))::integer as surplus,
    demonstration
from summed

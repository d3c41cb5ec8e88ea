-- Indicator values with their definitions, for the bodies, years and indicators asked for.
with
    wanted as (
        from indicator_value
        where body in (select unnest($bodies::varchar[]))
            and year in (select unnest($years::smallint[]))
            and indicator in (select unnest($indicators::varchar[]))
    )
select
    wanted.body, body.name as body_name, body.short_name, body.category, body_year.leaf, wanted.year::integer as year,
    wanted.indicator, indicator.title, indicator.kind, indicator.unit, indicator.decimals::integer as decimals,
    indicator.direction, indicator.min_n, indicator.obligation, indicator.section,
    indicator.headline::integer as headline, wanted.rule, rule.title as rule_title, wanted.main,
    wanted.numerator, wanted.denominator, wanted.value, wanted.n, wanted.low, wanted.high,
    wanted.floor, wanted.target, wanted.excellent, wanted.target_demonstration, wanted.status,
    wanted.reported as coverage_reported, wanted.due as coverage_due, wanted.demonstration
from wanted
join body using (body)
join body_year using (body, year)
join indicator using (indicator)
join rule using (indicator, rule)
order by body_year.depth, body.rowid, wanted.year, indicator.position, rule.position

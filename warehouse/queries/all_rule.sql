select
    indicator, indicator.title, indicator.kind, indicator.unit, indicator.decimals::integer as decimals,
    indicator.direction, indicator.min_n, indicator.obligation, indicator.section,
    indicator.headline::integer as headline, rule.rule, rule.title as rule_title, rule.position::integer as position
from rule
join indicator using (indicator)
order by rule.position

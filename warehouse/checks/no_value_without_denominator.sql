select indicator_value.body, indicator_value.year, indicator_value.indicator, indicator_value.rule
from indicator_value
semi join affected using (seat, year)
join indicator using (indicator)
where indicator.kind in ('proportion', 'ratio')
    and (indicator_value.value is not null) <> (coalesce(indicator_value.denominator, 0) > 0 and indicator_value.reported > 0)

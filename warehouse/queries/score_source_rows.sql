-- The cells an item's score was worked out from, of one body.
with
    wanted as (
        select rule_part.measure, rule_part.side as part
        from scheme_item as item
        join rule on rule.indicator = item.indicator
        join rule_part on rule_part.indicator = rule.indicator and rule_part.rule = rule.rule
        where item.year = $year and item.version = $version and item.item = $item
            and if(item.counting is null, rule.main, rule.rule = item.counting)
            and $year between coalesce(rule.first_year, $year) and coalesce(rule.last_year, $year)
        union all
        select measure, case sign when 1 then 'counted' when -1 then 'less' else 'among' end
        from scheme_measure
        where year = $year and version = $version and item = $item
    )
select wanted.part, measure.measure, measure.value, measure.state, measure.raw, measure.sheet, measure.cell, measure.submission
from wanted
join measure using (measure)
where measure.body = $body and measure.year = $year
order by wanted.part desc, measure.measure

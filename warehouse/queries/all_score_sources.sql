-- The cells the scores of a year were worked out from, of every body and item.
with
    wanted as (
        select item.item, rule_part.measure, rule_part.side as part
        from scheme_item as item
        join rule on rule.indicator = item.indicator
        join rule_part on rule_part.indicator = rule.indicator and rule_part.rule = rule.rule
        where item.year = $year and item.version = $version
            and if(item.counting is null, rule.main, rule.rule = item.counting)
            and $year between coalesce(rule.first_year, $year) and coalesce(rule.last_year, $year)
        union all
        select item, measure, case sign when 1 then 'counted' when -1 then 'less' else 'among' end
        from scheme_measure
        where year = $year and version = $version
    )
select
    score.body, score.item, wanted.part, measure.measure, measure.value, measure.state, measure.raw, measure.sheet, measure.cell,
    measure.submission
from score
join wanted using (item)
join measure on measure.seat = score.seat and measure.year = score.year and measure.measure = wanted.measure
where score.year = $year and score.version = $version
order by score.seat, score.item, wanted.part desc, measure.measure

-- Figures that stand on several lines, whatever else is wrong with those.
select body, year, measure from judged where measure is not null group by all having count(*) > 1

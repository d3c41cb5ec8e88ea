-- Bodies and the sums of theirs that are not what they should be. One short of a figure is let be.
with part as (
    select body, year, identity, is_left, value, own, 1 as bodies
    from figure
    join term using (measure)
    where not previous and year between first_year and last_year
    union all by name
    -- Last year's figure counts this year for whoever carries on; for most bodies that is themselves.
    select
        coalesce(passed.heir, figure.body) as body, figure.year + 1 as year, identity, is_left, value, own,
        coalesce(passed.bodies, 1) as bodies
    from figure
    join term using (measure)
    left join passed on passed.member = figure.body and passed.year = figure.year
    where previous and figure.year + 1 between first_year and last_year
        and (passed.heir is not null or figure.body not in (from reformed))
),
total as (
    select
        body, year, identity, bool_or(own) as own, max(bodies) as bodies, count(*) as figures,
        sum(case when is_left then value else -value end) as surplus
    from part
    group by all
)
select distinct body, identity
from total
join identity using (identity)
where own and figures >= lefts + rights * bodies
    and (figures > lefts + rights * bodies or surplus > 0 or (relation = '=' and surplus < 0))

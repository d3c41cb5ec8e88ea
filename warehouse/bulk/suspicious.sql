-- The bodies of which identities do not hold, or may not, in the order of the file; Python has the last word.
with part as (
    select body, year, identity, side, value, own, places, 1 as bodies
    from figure
    join term using (measure)
    where not previous and year between first_year and last_year
    union all by name
    -- Last year's figure counts this year for whoever carries on; for most bodies that is themselves.
    select
        coalesce(passed.heir, figure.body) as body, figure.year + 1 as year, identity, side, value, own, places,
        coalesce(passed.bodies, 1) as bodies
    from figure
    join term using (measure)
    left join passed on passed.member = figure.body and passed.year = figure.year
    where previous and figure.year + 1 between first_year and last_year
        and (passed.heir is not null or figure.body not in (from reformed))
),
total as (
    select
        body, year, identity, bool_or(own) as own, max(bodies) as bodies,
        count(*) filter (side = 'left') as lefts, sum(value) filter (side = 'left') as left_sum,
        count(*) filter (side = 'right') as rights, sum(value) filter (side = 'right') as right_sum,
        sum(value) filter (side = 'printed') as printed, bool_and(places is not null) filter (side = 'printed') as clear,
        max(places) filter (side = 'printed') as places
    from part
    group by all
)
select body, array_agg(distinct identity) as identities
from total
join identity using (identity)
left join (select body, min(line) as first_line from own group by body) as first using (body)
where own and lefts >= all_lefts and rights >= all_rights * bodies
    and (
        lefts > all_lefts
        or rights > all_rights * bodies
        or case relation
            when '=' then left_sum != right_sum
            when '<=' then left_sum > right_sum
            else printed is not null and right_sum > 0 and (
                not clear or abs(printed - 100.0 * left_sum::double / right_sum::double) > 0.5 / 10 ** places - 1e-9
            )
        end
    )
group by body
order by min(first_line)

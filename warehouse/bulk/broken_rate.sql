-- Bodies and the printed rates of theirs that are not the rate of their counts, or may not be: Python rounds exactly.
with part as (
    select body, year, identity, side, value, raw from figure join rate_term using (measure)
    where year between first_year and last_year and (own or side != 'printed')
),
total as (
    select
        body, year, identity, sum(value) filter (side = 'left')::double as above,
        sum(value) filter (side = 'right')::double as below, max(value) filter (side = 'printed')::double as printed,
        coalesce(max(raw) filter (side = 'printed'), '0') as text
    from part
    group by all
)
select distinct body, identity
from total
where printed is not null and above is not null and below > 0
    and (
        not regexp_full_match(text, '[0-9]+(\.[0-9]*)?')
        or abs(printed - 100 * above / below) > 0.5 / 10 ** length(split_part(text, '.', 2)) - 1e-9
    )

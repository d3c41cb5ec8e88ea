-- Each line with what it means. `clean`: there is nothing whatever to say about it, if its figure stands only once.
with typed as (
    select *, try_cast(value_text as bigint) as whole_number, whole_number::varchar = value_text as canonical
    from line
),
read as (
    select * exclude (whole_number),
        case
            when canonical then try_cast(whole_number as decimal(18, 4))
            when regexp_full_match(trim(value_text), '(0|[1-9][0-9]{0,13})(\.[0-9]{1,4}0{0,8})?')
                then try_cast(trim(value_text) as decimal(18, 4))
        end as number
    from typed
)
select
    line, body, year, measure, case when state is null then number end as value,
    coalesce(state, 'number'::state) as state,
    case when not coalesce(canonical, false) then value_text end as raw,
    coalesce(
        plain and nothing_else and (
            state is not null
            or (owed and number between 0 and $largest and (not whole or canonical or number % 1 = 0))
        ),
        false
    ) as clean
from read
left join owner using (body_text, year_text)
left join meaning using (label_text, unit_text, kind, year)
left join state_text using (value_text)

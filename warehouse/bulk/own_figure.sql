-- The file's own figures; `places` are the decimals a rate is printed with, null where that is unclear.
select body, year, measure, value, true as own,
    case
        when raw is null then 0
        when regexp_full_match(raw, '[0-9]+(\.[0-9]*)?') then length(split_part(raw, '.', 2))
    end as places
from own
where state = 'number'

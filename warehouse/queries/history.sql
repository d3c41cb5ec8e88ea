-- What bodies have themselves reported, for the checks of a new return.
select body, year, measure, value
from measure
where seat in (select seat from body where body in (select unnest($bodies::varchar[])))
    and state = 'number' and submission is not null

select body, year, measure, value
from measure
where body in (select unnest($bodies::varchar[])) and state = 'number' and submission is not null

-- What is published already of the bodies concerned, where an identity may ask for it and nothing newer is known.
select body, year, measure, value
from served.measure
where state = 'number' and submission is not null
    and seat in (select seat from served.body where body in (select body::varchar from concerned))
    and measure in (select measure::varchar from term union select measure::varchar from rate_term)
    and (body, year, measure) not in (select (body::varchar, year, measure::varchar) from known)

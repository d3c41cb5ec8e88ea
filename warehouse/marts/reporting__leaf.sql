-- How many returns a leaf owed for a year, sent, and sent in time: counted from what was sent, reported by nobody.
with
    place as (
        select changed.body, changed.seat, changed.above, changed.year, changed.dataset as derived
        from changed
        join body_year using (body, seat, year)
        join dataset using (dataset)
        where dataset.derived and body_year.leaf
    ),
    first_sent as (
        select part.body, part.year, part.dataset, min(submission.sent_on) as sent_on,
            bool_or(submission.sent_on is null) as unknown
        from part
        semi join place using (body, year)
        join submission using (submission)
        where not submission.withdrawn
        group by all
    ),
    -- In two halves that meet once: joined table by table, a rebuild, which knows nothing yet of its tables' sizes, met
    -- every return of a kind with every body that owes it.
    due as materialized (
        select
            place.body, place.seat, place.year, owes.dataset,
            -- The day a return of a year is due lies in the next.
            strptime(concat(place.year + 1, '-', dataset.due), '%Y-%m-%d')::date as due_on
        from place
        join owes using (body)
        join dataset on dataset.dataset = owes.dataset and dataset.rolls_up and not dataset.derived
    ),
    stands as (
        select
            measure.seat, measure.year, measure.dataset,
            bool_or(measure.submission is not null and measure.state <> 'not_reported') as reported,
            bool_or(measure.demonstration) as demonstration
        from measure
        semi join place using (seat, year)
        group by all
    ),
    owed as (from due join stands using (seat, year, dataset)),
    counted as (
        select
            body, seat, year, count(*) as due, count(*) filter (where reported) as reported,
            count(*) filter (where reported and sent_on <= due_on) as on_time,
            -- Late as far as is known, but a version nobody knows the day of may have come before.
            bool_or(reported and unknown and coalesce(sent_on > due_on, true)) as unknown,
            bool_or(demonstration) as demonstration
        from owed
        left join first_sent using (body, year, dataset)
        group by all
    ),
    figure as (
        select
            place.*, definition.measure, counted.due as owed, coalesce(counted.demonstration, false) as demonstration,
            case definition.measure
                when 'returns_due' then counted.due
                when 'returns_reported' then counted.reported
                when 'returns_on_time' then if(counted.unknown, null, counted.on_time)
            end as value
        from place
        join measure_definition as definition on definition.dataset = place.derived
        left join counted using (body, seat, year)
    ),
    stated as (
        select
            *,
            case when owed is null then 'no_such_function' when value is null then 'not_reported' else 'number' end
                as state
        from figure
    )
select
    body, seat, year, derived as dataset, measure, value, state, (state = 'number')::integer as reported,
    (state <> 'no_such_function')::integer as due, 0 as withheld, demonstration
from stated
order by above, year, seat, measure

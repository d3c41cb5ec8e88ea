-- The cells behind a figure, down to file, sheet and address.
select
    measure.body, body.name as body_name, body.short_name, measure.value, measure.state, definition.unit, measure.raw,
    submission.file, measure.sheet, measure.cell, measure.submission, submission.received_at, measure.demonstration
from measure
join ancestor using (body)
join body_year using (body, year)
join body using (body)
join measure_definition as definition using (measure)
join dataset on dataset.dataset = measure.dataset
left join submission on submission.submission = measure.submission
where ancestor.ancestor = $body and measure.year = $year and measure.measure = $measure
    and (body_year.leaf or (not dataset.rolls_up and measure.submission is not null))
order by (measure.state = 'number') desc, measure.value desc nulls last, body.rowid

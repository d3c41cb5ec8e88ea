-- Explanations that speak of measures, for a body and all below it, where the explained submission still counts.
select distinct
    ancestor.ancestor as body, explanation.year::integer as year, measure.measure, source.short_name as source_name,
    explanation.message, explanation.text
from explanation
join submission using (submission)
join measure on measure.body = explanation.body and measure.year = explanation.year
    and measure.dataset = explanation.dataset and measure.submission = explanation.submission
    and list_contains(explanation.measures, measure.measure)
join ancestor on ancestor.body = explanation.body
join body as source on source.body = explanation.body
where not submission.withdrawn
    and ($bodies::varchar[] is null or ancestor.ancestor in (select unnest($bodies::varchar[])))
    and ($years::smallint[] is null or explanation.year in (select unnest($years::smallint[])))
order by all

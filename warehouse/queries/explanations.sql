select
    explanation.body, body.name as body_name, body.short_name, explanation.year::integer as year, explanation.dataset,
    dataset.title as dataset_title, explanation.measures, explanation.code, explanation.message, explanation.text,
    explanation.submission, submission.file, explanation.sheet, explanation.cell
from explanation
join submission using (submission)
join ancestor using (body)
join body using (body)
join dataset using (dataset)
semi join coverage using (body, year, dataset, submission)
where ancestor.ancestor = $parent and explanation.year = $year
order by body.rowid, dataset.position, explanation.cell

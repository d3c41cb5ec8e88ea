-- The explanations that count: those that came with the submission that counts for their part.
select
    explanation.body, coverage.seat, explanation.year, explanation.dataset, explanation.code, explanation.measures,
    explanation.message, explanation.text, explanation.submission, explanation.sheet, explanation.cell
from explanation
join (from coverage semi join changed using (seat, year, dataset)) as coverage
    using (body, year, dataset, submission)
order by coverage.seat, explanation.year, explanation.dataset, explanation.cell

-- The explanations that count: those that came with the submission that counts for their part, or with the ledger that does.
with
    standing as (
        select seat, body, year, dataset, submission from coverage semi join changed using (seat, year, dataset)
        union
        select seat, body, year, dataset, submission from case_breakdown semi join changed using (seat, year, dataset)
    )
select
    explanation.body, standing.seat, explanation.year, explanation.dataset, explanation.code, explanation.measures,
    explanation.message, explanation.text, explanation.submission, explanation.sheet, explanation.cell
from explanation
join standing using (body, year, dataset, submission)
order by standing.seat, explanation.year, explanation.dataset, explanation.cell

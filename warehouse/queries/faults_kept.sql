select
    kept.body, body.name as body_name, body.short_name, kept.dataset, dataset.title as dataset_title, kept.level,
    kept.code, fault_kind.title, kept.message, kept.remedy, kept.submission, submission.file, kept.sheet, kept.cell
from kept_fault as kept
join submission using (submission)
left join fault_kind using (code)
left join body using (body)
left join dataset on dataset.dataset = kept.dataset
where not submission.withdrawn
    and (kept.year = $year or (kept.year is null and exists (
        from part where part.submission = kept.submission and part.year = $year)))
    and (kept.body is null or kept.body in (select body from ancestor where ancestor.ancestor = $parent))
order by body.rowid nulls last, submission.submission, kept.cell

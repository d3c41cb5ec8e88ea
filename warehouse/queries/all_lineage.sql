-- Who was merged or renamed into whom; that everybody belongs to his own line goes without saying.
select body, member from lineage where body <> member

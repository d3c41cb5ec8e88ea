-- Where reforms touched a body's line: who became whom, and from when.
select
    lineage.body, lineage.member, member.name as member_name, member.short_name, member.valid_from, member.valid_to
from lineage
join body as member on member.body = lineage.member
where lineage.body = $body
order by member.valid_from, member.rowid

-- The submissions in which there is nobody else's return: what was noticed of such a file as a whole is one's own.
select submission
from (select submission, body from served.part union select submission, body from served.case_count)
group by submission
having bool_and(body in (select body from mine))

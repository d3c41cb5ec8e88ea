-- The lines for Python to judge: the first ones, which show the layout, and every one there is something to say about.
select line from judged where not clean or line <= $head
union
select line from judged semi join doubled using (body, year, measure)

select
    publish.publish, publish.published_at, publish.kind,
    (select coalesce(bool_or(demonstration), false) from submission where not withdrawn) as demonstration,
    (select count(*) from submission where not withdrawn) as submissions
from publish

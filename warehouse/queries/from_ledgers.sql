-- Returns of bodies that were counted from a case ledger, not typed.
select distinct body, year, dataset
from measure
where seat in (select seat from body where body in (select unnest($bodies::varchar[]))) and raw = $counted

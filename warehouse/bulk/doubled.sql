-- Figures that stand on several lines, whatever else is wrong with those. Sixty-four measures of a body and year at a
-- time are held against a bit each, which finds the few blocks to count in a third of the time.
with block as (
    select body, year, enum_code(measure) // 64 as block
    from judged
    where measure is not null
    group by all
    having count(*) != bit_count(bit_or(1::ubigint << (enum_code(measure) % 64)::ubigint))
)
select judged.body, judged.year, judged.measure
from judged
semi join block
    on judged.body = block.body and judged.year = block.year and enum_code(judged.measure) // 64 = block.block
group by all
having count(*) > 1

select indicator, title, unit, decimals::integer as decimals, obligation, position::integer as position
from indicator
order by position

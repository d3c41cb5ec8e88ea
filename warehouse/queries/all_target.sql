select distinct year::integer as year, indicator, scope from target

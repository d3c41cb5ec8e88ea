select distinct year::integer as year from body_year order by year

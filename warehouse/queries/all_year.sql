select distinct year as code from body_year

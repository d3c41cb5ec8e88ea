select distinct measure as code from measure_definition

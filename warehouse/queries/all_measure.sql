select measure, dataset, label, unit, position::integer as position from measure_definition order by position

select measure, indicator, rule from rule_part

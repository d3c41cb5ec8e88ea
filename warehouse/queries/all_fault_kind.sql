select code, title from fault_kind

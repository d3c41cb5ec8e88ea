"""The DuckDB warehouse: built from landed cells and definitions, published whole, read by query files."""

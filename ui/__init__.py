"""What is put on screen: charts, tables, panels, filters and the words in them."""

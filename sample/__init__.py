"""The demonstration returns: real district totals of 2022, everything else invented."""

"""Sets the machine up for `make`. Standard library only: it runs before anything is installed."""

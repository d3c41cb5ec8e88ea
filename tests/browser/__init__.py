"""A package, so that the one Chromium of its tests is closed when the last of them is done."""

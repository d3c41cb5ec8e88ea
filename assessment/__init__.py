"""The yearly assessment: what scores come to, how they are said, frozen, replayed and compared."""

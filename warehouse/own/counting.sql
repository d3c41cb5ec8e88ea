select submission, count(*)::integer as parts from coverage where submission is not null group by submission

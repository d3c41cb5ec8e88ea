select distinct indicator as code from indicator

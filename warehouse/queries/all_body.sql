select distinct body as code from body

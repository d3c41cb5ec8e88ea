"""Who may look and act: settings, sign-in, the gate in front of the whole server, and the reader of a run."""

"""What leaves the dashboard for a report: disclosure tables, sentences from figures, the Word pack. No storage, no screen."""

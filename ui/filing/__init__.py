"""Departments send their returns, reviewers accept or return them: what stands on the pages of pages/returns/."""

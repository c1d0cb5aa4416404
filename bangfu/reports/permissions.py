"""What one may be allowed to do with reports."""

VIEW, WRITE, SEAL = "reports.report.view", "reports.report.write", "reports.report.seal"
CHECK, EXPLAIN, PRINT = "reports.text.check", "reports.text.explain", "reports.papers.print"

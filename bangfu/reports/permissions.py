"""What one may be allowed to do with reports."""

VIEW, WRITE, SEAL = "reports.report.view", "reports.report.write", "reports.report.seal"
CHECK, PRINT = "reports.text.check", "reports.papers.print"

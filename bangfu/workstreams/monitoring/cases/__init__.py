"""Cases: a household from the first sign of risk to a decision within the days of the policy, and afterwards."""

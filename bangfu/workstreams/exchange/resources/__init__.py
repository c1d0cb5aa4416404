"""The exchange's resources."""

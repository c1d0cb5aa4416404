"""Relations by weight of evidence: of all figures that fit, those that a reader would expect to belong together."""

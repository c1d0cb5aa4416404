"""Long work in the background: claimed once, reporting progress, resumed where it stopped after a crash."""

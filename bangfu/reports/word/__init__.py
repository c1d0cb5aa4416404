"""A county's own Word documents as templates: the figure tags stand in the text, the look is the office's own."""

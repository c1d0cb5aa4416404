"""Recording a paper list: a grid of cells for one kind, judged as a whole before anything is posted."""

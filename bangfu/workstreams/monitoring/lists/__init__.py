"""Department lists: what each department sends every month, matched to the register, its differences returned."""

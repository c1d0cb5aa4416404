"""Rules of the registers: what is doubtful about a row. They read no register, so that imports reuse them."""

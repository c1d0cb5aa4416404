"""What is typed about the registers. A form checks what is typed; the action decides whether it may be done."""

"""What people do, in a browser, from log-in to the figure."""

"""The registers' workbooks: what the columns are, how a file is compared with the register, how it is applied."""

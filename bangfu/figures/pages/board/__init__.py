"""The pages of the target board: the matrix, its workbook, the ranking."""

"""What may leave the house for everybody to read: declared column by column, checked again on its way out."""

"""Published sets whose owners must be asked for the data, read as they hand them out."""

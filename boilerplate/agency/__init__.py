"""The parts of the book of news agencies: names, the forms in which they are credited, how both are found."""

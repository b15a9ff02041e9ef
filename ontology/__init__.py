"""What exists: the terms of Demarche in Turtle, their generated constants, their reasoning."""

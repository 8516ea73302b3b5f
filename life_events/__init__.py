"""What a life event is: facts, services, questions and purposes, as data. Standard library only."""

"""What the routing benchmark routes: one plan of eight services, three deep, and the ways in which it is done."""

"""A street party for Front Door, as somebody else would ship it: a life event, an office, its adapter and its pace."""

"""The portal: asks once, plans, hands over, records, shows and measures."""

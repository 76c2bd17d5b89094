"""All tables of a roster to rows apart by person: in memory as far as allowed, then on the disk."""

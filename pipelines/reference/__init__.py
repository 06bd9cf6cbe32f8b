"""Lists that accountants review: codes, layouts, regions, corrections; rows here, not code elsewhere. Pure loaders only."""

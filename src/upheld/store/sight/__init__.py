"""Who sees what: of the cases of private teams, of fit before a finding, of the record."""

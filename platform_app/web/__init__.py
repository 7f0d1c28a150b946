"""What every page stands on: access, the input gate, forms, errors as pages, languages, paging, headers."""

"""The page a job seeker opens every morning: views, forms and templates over the services."""

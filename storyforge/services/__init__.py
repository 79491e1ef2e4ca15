"""The page "Services": who does each job, who else could, what that costs, and the switch between them."""

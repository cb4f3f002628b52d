"""What keeps other pages, other hosts and impatient programs away from the inbox."""

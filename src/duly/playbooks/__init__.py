"""The six playbooks, one data file each."""

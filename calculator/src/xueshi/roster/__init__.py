"""Many people at once: each is a ledger, and ``judge`` decides about each as it does about one."""

"""Many feeds become one."""

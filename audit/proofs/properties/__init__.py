"""The properties: one file each, each yields its findings one by one."""

"""The pages of the consent inbox: one file a page or a part of one."""

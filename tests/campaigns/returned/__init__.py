"""Reviewed drafts by the hundred: is every edit found once, and nothing written or forgotten wrongly?"""

"""Discord's events -> commands -> Replies drawn within Discord's limits"""

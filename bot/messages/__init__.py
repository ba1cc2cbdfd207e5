"""what a handler found -> the Reply that says it, one file a verb"""

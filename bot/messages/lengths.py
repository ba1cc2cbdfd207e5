"""what is too long to be shown whole -> the words for it"""

CUT = "That is more than fits here; the rest was left out."

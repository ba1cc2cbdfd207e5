"""lessons and terms -> quiz questions: the parts behind knowledge/questions and knowledge/grading"""

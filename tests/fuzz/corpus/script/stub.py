exec(open(__file__.replace("train_gpt.py","sibling.py")).read())

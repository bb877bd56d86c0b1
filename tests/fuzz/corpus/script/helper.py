from sibling import x
print(x)

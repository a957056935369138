print("before")
print(nothing_here)

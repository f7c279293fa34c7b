name = "blue"

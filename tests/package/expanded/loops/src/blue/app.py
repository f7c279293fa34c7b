TEAM = "blue"

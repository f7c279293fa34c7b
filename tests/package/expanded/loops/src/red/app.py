TEAM = "red"

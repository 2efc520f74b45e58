package fail2ban

import "time"

// TimeLimit shows the tests how long a command may take.
func TimeLimit(words ...any) time.Duration { return timeLimit(words) }

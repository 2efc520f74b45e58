package conf

// nearest is the candidate that a name is probably a misspelling of; empty if there is none. It is at most two wrong, missing, additional or
// swapped characters away, and one in short names.
func nearest(name string, candidates []string) string {
	const short = 5
	most := 2
	if len(name) <= short {
		most = 1
	}
	best := ""
	for _, c := range candidates {
		if d := distance(name, c, most); d <= most && c != name {
			best, most = c, d-1
		}
	}
	return best
}

// distance is how many characters must be changed, added, removed or swapped with their neighbours to make b of a, or something over
// most if it is more than that.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most || len(x) > maxName {
		return most + 1
	}
	before, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}

// maxName is the length of names that are compared at all.
const maxName = 64

package settings

// nearest returns the candidate that takes the fewest changes of one letter to reach; false if that is more than a third of it.
func nearest(name string, candidates []string) (string, bool) {
	best, fewest := "", len(name)
	for _, c := range candidates {
		if d := distance(name, c); d < fewest || best == "" {
			best, fewest = c, d
		}
	}
	return best, best != "" && fewest <= max(2, len(best)/3)
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

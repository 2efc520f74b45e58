package seed

import (
	"math"
	"math/rand/v2"
	"slices"
)

// picker picks one of several by their weights.
type picker []float64

func newPicker(weights []float64) picker {
	p := make(picker, len(weights))
	sum := 0.0
	for i, weight := range weights {
		sum += weight
		p[i] = sum
	}
	return p
}

func (p picker) pick(r *rand.Rand) int {
	i, _ := slices.BinarySearch(p, r.Float64()*p[len(p)-1])
	return min(i, len(p)-1)
}

// heavyTail picks one of n, of which number k comes with a weight of about 1/(k+flat): the law of Zipf and Mandelbrot.
func heavyTail(r *rand.Rand, n int, flat float64) int {
	k := flat*math.Pow((float64(n)+flat)/flat, r.Float64()) - flat
	return min(n-1, int(k))
}

package replica

import "time"

// Figures returns how many replicas this one knew at its last beat and how long ago that was; ok is false before the first one. It
// asks nobody.
func (r *Registry) Figures() (alive, silent int, beat time.Duration, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.known {
		if one.State == silentFace {
			silent++
		} else {
			alive++
		}
	}
	return alive, silent, time.Since(r.beatAt), r.known != nil && !r.beatAt.IsZero()
}

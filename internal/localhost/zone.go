package localhost

import (
	"sync/atomic"
	"time"

	"bangui/fail2ban/record"
)

// zone is by how much fail2ban's local times lie before ours: it can run in another zone than we, mostly if one of us is in a container.
// A nil zone is ours.
type zone struct{ shift atomic.Int64 }

// later is what has to be added to a local time of fail2ban that was read as one of ours.
func (z *zone) later() time.Duration {
	if z == nil {
		return 0
	}
	return time.Duration(z.shift.Load())
}

// moved is a local time of fail2ban as it is meant; the zero time stays.
func (z *zone) moved(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(z.later())
}

const (
	// zoneStep is what all differences between zones are multiples of. Source: the time zone database.
	zoneStep = 15 * time.Minute
	// zoneDoubt is how far a file's time may lie from that of its last record.
	zoneDoubt = 5 * time.Second
	// widest is more than the largest difference: there are zones from -12 to +14 hours.
	widest = 26*time.Hour + zoneDoubt
)

// learn compares the time of the last record of a log with the time at which the file was written. It changes nothing if they do not
// tell, nor in the hour that the end of summer time repeats.
func (z *zone) learn(file *openLog, location *time.Location) {
	info, err := file.Stat()
	if err != nil {
		return
	}
	const tail = 16 << 10
	data := make([]byte, min(info.Size(), tail))
	n, _ := file.ReadAt(data, info.Size()-int64(len(data))) // what cannot be read does not tell
	at, ok := record.LastTime(string(data[:n]), location)
	if !ok {
		return
	}
	if early, late := record.Meanings(at); !early.Equal(late) {
		return
	}
	difference := info.ModTime().Sub(at)
	shift := difference.Round(zoneStep)
	if difference.Abs() < widest && (difference-shift).Abs() < zoneDoubt {
		z.shift.Store(int64(shift))
	}
}

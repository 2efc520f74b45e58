package ipinfo

import (
	"time"

	"bangui/internal/fault"
)

// State tells which data is in use, and what is wrong with data that is not.
type State struct {
	// Version is as of [Data.Version].
	Version          string
	Country, Network Source
}

// Source is what answers one question. The zero value is that nothing does, and that nobody has asked for it.
type Source struct {
	// Known is false if nothing answers; then only Path and Problem may be set.
	Known   bool
	BuiltIn bool
	// Path is the operator's file, also if it is not in use; empty if none was named.
	Path string
	// Type is what the data says that it is, such as GeoLite2-Country.
	Type string
	// BuiltAt is when its publisher made it, LoadedAt when it was taken here; zero for what is built in.
	BuiltAt, LoadedAt time.Time
	Credit            Credit
	// Problem is why the operator's file is not used as it is now, nil if it is; its message has no path in it. ProblemAt is since when.
	Problem   *fault.Fault
	ProblemAt time.Time
}

// State returns what is in use at present.
func (d *Data) State() State { return d.now.Load().state }

// stateOf describes what is to be used; looking is held.
func (d *Data) stateOf(now *inUse) State {
	state := State{Country: d.sourceOf(now.country), Network: d.sourceOf(now.network)}
	for _, s := range d.sources {
		if s.forCountries {
			s.tell(&state.Country)
		}
		if s.forNetworks || (d.options.NetworkFile == "" && state.Network.Known) {
			s.tell(&state.Network)
		}
	}
	return state
}

func (d *Data) sourceOf(f *file) Source {
	if f == nil {
		return Source{}
	}
	meta := f.reader.Metadata
	return Source{
		Known: true, BuiltIn: f == d.builtIn, Type: tidyName(meta.DatabaseType), BuiltAt: f.builtAt(), LoadedAt: f.loadedAt,
		Credit: creditOf(meta.DatabaseType),
	}
}

// tell adds what is known of the operator's file.
func (s *source) tell(to *Source) {
	to.Path, to.Problem, to.ProblemAt = s.path, s.problem, s.problemAt
}

package app

import (
	"slices"

	"bangui/internal/blocklist"
	"bangui/internal/metrics"
)

// blocklistFigures are those of block lists, as they were known last.
func (a *app) blocklistFigures() []metrics.Blocklist {
	lists, _ := a.blocklists.Known()
	all := make([]metrics.Blocklist, 0, len(lists))
	for _, l := range lists {
		all = append(all, metrics.Blocklist{
			Name: l.Name, Enabled: l.Enabled, Entries: l.Contents.Entries, Failures: l.Failures, Alert: l.Alert != nil, FetchedAt: l.FetchedAt,
		})
	}
	return all
}

// enforcementFigures are those of the hosts that we hold.
func (a *app) enforcementFigures() []metrics.Enforcement {
	held := a.held.names()
	lists, states := a.blocklists.Known()
	names := make(map[int64]string, len(lists))
	for _, l := range lists {
		names[l.ID] = l.Name
	}
	var all []metrics.Enforcement
	for _, h := range states {
		if !slices.Contains(held, h.Host) || h.Mode != blocklist.ModeKernel || h.Report.At.IsZero() {
			continue
		}
		figures := metrics.Enforcement{Host: h.Host, InForce: h.InForce(), Repairs: h.Report.Repairs}
		for _, l := range h.Report.Lists {
			if name, known := names[l.ID]; known { // the host may know it by an earlier name, which another one has by now
				figures.Dropped = append(figures.Dropped, metrics.Dropped{List: name, Packets: l.Packets, Bytes: l.Bytes})
			}
		}
		all = append(all, figures)
	}
	return all
}

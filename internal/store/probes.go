package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/fleet"
)

// SaveProbe implements [fleet.Probes].
func (s *Store) SaveProbe(ctx context.Context, probe fleet.Probe) error {
	_, err := exec(ctx, s.write, `
		insert into host_probes (host, run_id, at, reachable, problem, took) values ($1, $2, now_ms(), $3, $4, $5)`,
		probe.Host, probe.RunID, probe.Reachable, cut(probe.Problem, maxLine), probe.Took)
	return s.explain(ctx, "save the probe of "+probe.Host, err)
}

// HostProbes implements [fleet.Probes].
func (s *Store) HostProbes(ctx context.Context, host string, limit int) ([]fleet.Probe, error) {
	probes, err := all(ctx, s.read, scanProbe, `
		select host, run_id, at, reachable, problem, took from host_probes where host = $1 order by at desc, id desc limit $2`, host, limit)
	return probes, s.explain(ctx, "read probes", err)
}

// RemoveProbes implements [fleet.Probes].
func (s *Store) RemoveProbes(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from host_probes where id in (select id from host_probes where at < (select now_ms()) - $1 order by at limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove probes", err)
}

func scanProbe(row *sql.Rows) (fleet.Probe, error) {
	var p fleet.Probe
	return p, row.Scan(&p.Host, &p.RunID, timeIn(&p.At), &p.Reachable, &p.Problem, durationIn(&p.Took))
}

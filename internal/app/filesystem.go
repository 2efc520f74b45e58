package app

import (
	"path/filepath"

	"bangui/internal/fault"
	"bangui/internal/mount"
	"bangui/internal/settings"
)

// checkFileSystem keeps a SQLite file off file systems whose locks do not reach other machines.
func (a *app) checkFileSystem(path string) error {
	kindOf := a.FileSystem
	if kindOf == nil {
		kindOf = mount.KindOf
	}
	for _, place := range []string{path, filepath.Dir(path)} {
		kind, name := kindOf(place)
		switch kind {
		case mount.Network:
			return networkFault(path, name, a.Settings)
		case mount.Unsure:
			a.log.Warn("the database is on a file system that may be one over a network; if it is, SQLite loses data there",
				"path", place, "file_system", name)
			return nil
		case mount.Local:
		}
	}
	return nil
}

// networkFault says which setting has led there. Source: https://www.sqlite.org/faq.html#q5, https://www.sqlite.org/wal.html
func networkFault(path, name string, s settings.Settings) error {
	key := "data_dir"
	if s.Origin("database_url") != settings.Default {
		key = "database_url"
	}
	return fault.Conflict.Errorf("%s is on a network file system (%s), as %s says (%s)", path, name, key, s.Origin(key)).
		WithWhy("SQLite needs locks and shared memory that reach every process; over a network they do not: sessions, bans and history " +
			"would be lost or damaged").
		WithMend("use a directory on a local disk (--data-dir or BANGUI_DATA_DIR), or PostgreSQL: write postgres://bangui:PASSWORD@HOST:5432/bangui " +
			"into a file that only the service can read, and start with `bangui serve --database-url-file /etc/bangui/database-url`").
		WithReadMore(settings.ReadAboutStorage)
}

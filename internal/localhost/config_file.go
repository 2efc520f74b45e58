package localhost

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// ReadFile implements [host.Host].
func (h *Host) ReadFile(ctx context.Context, name string) (host.ConfigFile, error) {
	if err := ctx.Err(); err != nil {
		return host.ConfigFile{}, err
	}
	dir, err := configdir.Open(h.opts.ConfigDir)
	if err != nil {
		return host.ConfigFile{}, err
	}
	defer func() { _ = dir.Close() }() // only read
	file, ok, err := dir.Read(name)
	if f, large := asFault(err); large && f.Kind == fault.TooLarge && f.Mend == "" {
		err = f.WithMend("It is hardly a configuration: look at it on the host itself.")
	}
	if err != nil {
		return host.ConfigFile{}, err
	}
	if !ok {
		return host.ConfigFile{}, fault.NotFound.Errorf("there is no file %s in %s", name, h.opts.ConfigDir).
			WithMend("It may have been removed or renamed meanwhile: look at the list of files again.")
	}
	return host.ConfigFile{FileStatus: fileStatus(name, file), Mode: file.Mode, Text: file.Text}, nil
}

func fileStatus(name string, file configdir.File) host.FileStatus {
	return host.FileStatus{
		Name: name, Kind: kindOfFile(name), Size: int64(len(file.Text)), Modified: file.Modified.UTC(), Hash: file.Hash, Ours: host.IsOurs(name),
	}
}

func kindOfFile(name string) host.FileKind {
	dir, base, inside := strings.Cut(name, "/")
	if !inside {
		dir, base = "", name
	}
	switch {
	case dir == "filter.d":
		return host.FileFilter
	case dir == "action.d":
		return host.FileAction
	case dir == "jail.d", base == "jail.conf", base == "jail.local":
		return host.FileJails
	case dir == "fail2ban.d", base == "fail2ban.conf", base == "fail2ban.local":
		return host.FileServer
	}
	return host.FileOther
}

// maxListed is how many files are listed at most.
const maxListed = 5000

// listFiles are the files of the configuration by name, as they are with a draft. What is none by its name is left out.
func (h *Host) listFiles(draft []host.FileChange) ([]host.FileStatus, error) {
	dir, err := configdir.Open(h.opts.ConfigDir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }() // only read
	files := make([]host.FileStatus, 0)
	for _, name := range h.namesOfFiles() {
		if slices.ContainsFunc(draft, func(c host.FileChange) bool { return c.Name == name }) {
			continue
		}
		file, ok, err := dir.Read(name)
		switch {
		case err != nil:
			files = append(files, host.FileStatus{Name: name, Kind: kindOfFile(name), Ours: host.IsOurs(name), Problem: err.Error()})
		case ok:
			files = append(files, fileStatus(name, file))
		}
	}
	for _, c := range draft {
		if !c.Remove {
			files = append(files, fileStatus(c.Name, configdir.File{Text: c.Text, Hash: configdir.Hash(c.Text)}))
		}
	}
	slices.SortFunc(files, func(a, b host.FileStatus) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// namesOfFiles are the names that are there, readable or not.
func (h *Host) namesOfFiles() []string {
	var names []string
	for _, dir := range append([]string{""}, configdir.Dirs()...) {
		entries, err := os.ReadDir(filepath.Join(h.opts.ConfigDir, dir))
		if err != nil {
			continue // not every directory must be there
		}
		for _, entry := range entries {
			name := entry.Name()
			if dir != "" {
				name = dir + "/" + name
			}
			if !entry.IsDir() && configdir.CheckName(name) == nil && len(names) < maxListed {
				names = append(names, name)
			}
		}
	}
	return names
}

// obstacle is why the files that we write cannot be written; nil if they can.
func (h *Host) obstacle() *host.Obstacle {
	dir, err := configdir.Open(h.opts.ConfigDir)
	if err == nil {
		defer func() { _ = dir.Close() }() // only looked at
		err = dir.CheckWritable("jail.d/"+host.OwnFile, "fail2ban.d/"+host.OwnFile, "filter.d/"+host.OwnFile, "action.d/"+host.OwnFile)
	}
	if err == nil {
		return nil
	}
	obstacle := &host.Obstacle{Message: err.Error()}
	if f, ok := asFault(err); ok {
		obstacle.Mend = f.Mend
	}
	return obstacle
}

package localhost

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"bangui/fail2ban/conf"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// readTime is how long looking at the configuration may take, and askVersion how long fail2ban may take to tell its version for it.
	readTime   = 20 * time.Second
	askVersion = time.Second
	// keepStudy is how long what was read is kept although no file has changed: logs and files outside of the directory may have.
	keepStudy = 15 * time.Second
	// leaveAlone is how long a fail2ban that did not answer is not asked for its version again.
	leaveAlone = 5 * time.Second
)

// studies keeps what the configuration came to when it was last looked at: working out all jails that come with fail2ban takes some 100 ms.
type studies struct {
	// room is held by who reads.
	room chan struct{}

	mu sync.Mutex
	// version is what fail2ban called itself last, and silent when it last did not answer.
	version string
	silent  time.Time
	last    *study
}

// study is a configuration that was read.
type study struct {
	host *Host
	// stamp is of the files, and changed is when one was changed last.
	stamp    uint64
	changed  time.Time
	at       time.Time
	version  string
	assumed  bool
	draft    []host.FileChange
	config   *conf.Config
	overview *host.Configuration
}

// study calls do with the configuration, with the files of the draft. What it returns must not be changed.
func (h *Host) study(ctx context.Context, draft []host.FileChange, do func(*study) error) error {
	ctx, cancel := limited(ctx, readTime)
	defer cancel()
	changes, err := h.drafted(draft)
	if err != nil {
		return err
	}
	version, assumed := h.versionForReading(ctx)
	select {
	case h.studies.room <- struct{}{}:
		defer func() { <-h.studies.room }()
	case <-ctx.Done():
		return fault.Unavailable.Wrapf(ctx.Err(), "the configuration is being read for others, which takes too long").WithMend("Try again in a moment.")
	}
	stamp, changed := shapeOf(h.opts.ConfigDir)
	s := &study{host: h, stamp: stamp, changed: changed, at: time.Now().UTC(), version: version, assumed: assumed, draft: draft}
	if last := h.studies.last; len(draft) == 0 && last.covers(s) {
		return do(last)
	}
	if err := s.read(changes); err != nil {
		return err
	}
	if len(draft) == 0 {
		h.studies.last = s
	}
	return do(s)
}

// covers tells whether what was read can stand for a new reading. It cannot if it was read just after a change: there may have been another.
func (s *study) covers(now *study) bool {
	const clockStep = 50 * time.Millisecond
	return s != nil && s.stamp == now.stamp && s.at.Sub(s.changed) > clockStep && s.version == now.version && s.assumed == now.assumed &&
		now.at.Sub(s.at) < keepStudy
}

// drafted are the files of a draft by their absolute paths. Fails with fault.Invalid or fault.TooLarge if they could not be applied.
func (h *Host) drafted(draft []host.FileChange) (map[string][]byte, error) {
	if len(draft) > configdir.MaxChanges {
		return nil, fault.TooLarge.Errorf("%d files are too many for one draft; at most %d", len(draft), configdir.MaxChanges)
	}
	changes := make(map[string][]byte, len(draft))
	for _, c := range draft {
		text := append([]byte{}, c.Text...)
		if c.Remove {
			text = nil
		}
		if err := configdir.CheckChange(c.Name, text); err != nil {
			return nil, err
		}
		changes[filepath.Join(h.opts.ConfigDir, filepath.FromSlash(c.Name))] = text
	}
	return changes, nil
}

// versionForReading is the version of fail2ban, now or when it last told it; assumed tells that it never did.
func (h *Host) versionForReading(ctx context.Context) (version string, assumed bool) {
	s := &h.studies
	if version, silent := s.told(); silent {
		return orNewest(version)
	}
	ctx, cancel := context.WithTimeout(ctx, askVersion)
	defer cancel()
	told, err := h.quick.Version(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.silent = time.Now()
		return orNewest(s.version)
	}
	s.version, s.silent = told.String(), time.Time{}
	return s.version, false
}

// told is what fail2ban called itself last, and whether it is silent at present.
func (s *studies) told() (version string, silent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version, time.Since(s.silent) < leaveAlone
}

func orNewest(version string) (known string, assumed bool) {
	if version == "" {
		return conf.Newest, true
	}
	return version, false
}

// read reads the configuration. One for a version that we do not know is read as for the newest.
func (s *study) read(changes map[string][]byte) (err error) {
	dir, err := configdir.Open(s.host.opts.ConfigDir)
	if err != nil {
		return err
	}
	_ = dir.Close() // it was opened to say why it cannot be
	options := conf.Options{Dir: s.host.opts.ConfigDir, Version: s.version, Files: conf.Overlay(conf.OS(), changes)}
	if s.config, err = conf.Read(options); err != nil {
		s.version, s.assumed, options.Version = conf.Newest, true, ""
		s.config, err = conf.Read(options)
	}
	if err != nil {
		return fault.Unavailable.Wrapf(err, "fail2ban's configuration cannot be read: %s", err.Error())
	}
	return nil
}

// nameOf is the name of a file below the directory, or the path of one that is outside.
func (s *study) nameOf(file string) string {
	if name, ok := strings.CutPrefix(file, strings.TrimRight(s.host.opts.ConfigDir, "/")+"/"); ok {
		return name
	}
	return file
}

func (s *study) namesOf(files []string) []string {
	names := make([]string, 0, len(files))
	for _, file := range files {
		names = append(names, s.nameOf(file))
	}
	return names
}

// finding puts what the engine found into the words of a host.
func (s *study) finding(f conf.Finding) host.Finding {
	return host.Finding{
		Code: string(f.Code), Severity: string(f.Severity), File: s.nameOf(f.File), Line: f.Line, Jail: f.Jail, Option: f.Option,
		Message: f.Message, Mend: f.Mend,
	}
}

// place is where something stands; nil if in no file.
func (s *study) place(setting *conf.Setting) *host.Place {
	if setting == nil {
		return nil
	}
	return &host.Place{
		File: s.nameOf(setting.File), Line: setting.Line, End: setting.End, Section: setting.Section, Option: setting.Option, Text: setting.Text,
	}
}

package ipinfo

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"bangui/internal/fault"
)

// The settings that name files.
const (
	countrySetting = "BANGUI_GEO_COUNTRY_DB"
	networkSetting = "BANGUI_GEO_ASN_DB"
)

// source is one file that the operator has named.
type source struct {
	path, setting string
	// forCountries and forNetworks tell what it was named for.
	forCountries, forNetworks bool
	// file is the last good one; nil if there never was one.
	file *file
	// tried is what the file was like when it was read last, well or not; nil means that it must be read.
	tried fs.FileInfo
	// problem is why the file is not in use as it is now; nil if it is.
	problem   *fault.Fault
	problemAt time.Time
}

func sources(options Options) []*source {
	country := &source{path: options.CountryFile, setting: countrySetting, forCountries: true}
	network := &source{path: options.NetworkFile, setting: networkSetting, forNetworks: true}
	switch {
	case country.path == network.path && country.path != "":
		country.forNetworks = true
		return []*source{country}
	case country.path != "" && network.path != "":
		return []*source{country, network}
	case country.path != "":
		return []*source{country}
	case network.path != "":
		return []*source{network}
	}
	return nil
}

// Look looks whether the files that the operator has named are others than before, and uses them if they are good. It returns when that is
// done, after up to some seconds for a large file. [Data.Run] calls it when it is time to.
func (d *Data) Look() {
	d.looking.Lock()
	defer d.looking.Unlock()
	for _, s := range d.sources {
		s.look(d.options.Dir, d.options.Log)
	}
	d.use()
}

// look reads the file if it is another one than before.
func (s *source) look(dir string, log *slog.Logger) {
	info, err := os.Stat(s.path)
	if err != nil {
		s.tried = nil
		s.fail(err, log)
		return
	}
	if s.tried != nil && sameFile(s.tried, info) {
		return
	}
	f, info, err := openCopy(s.path, dir)
	if err == nil {
		err = s.suits(f)
	}
	s.tried = info
	if err != nil {
		if _, failed := errors.AsType[*copyError](err); failed || errors.Is(err, errChanging) {
			s.tried = nil // the file may be good next time, though it has not changed
		}
		s.fail(err, log)
		return
	}
	s.problem = nil
	if s.file == nil || s.file.id != f.id {
		s.file = f
		log.Info("data about addresses in use", "setting", s.setting, "path", s.path, "type", f.reader.Metadata.DatabaseType, "built_at", f.builtAt())
	}
}

// What a file does not know that it was named for.
var (
	errNoCountries = errors.New("it knows no countries")
	errNoNetworks  = errors.New("it knows no networks")
)

// suits tells whether a file knows what it was named for.
func (s *source) suits(f *file) error {
	switch {
	case s.forCountries && !f.countries:
		return errNoCountries
	case s.forNetworks && !f.networks:
		return errNoNetworks
	}
	return nil
}

// fail keeps why the file is not used, and logs it once.
func (s *source) fail(err error, log *slog.Logger) {
	before := s.problem
	s.problem = s.describe(err)
	if before != nil && before.Message == s.problem.Message {
		return
	}
	s.problemAt = time.Now().UTC()
	log.Warn("data about addresses not used", "setting", s.setting, "path", s.path, "keeping_old", s.file != nil, "err", fault.Cause(s.problem))
}

// describe says what is wrong in words for people. They hold no path: not everybody who reads them may know it.
func (s *source) describe(err error) *fault.Fault {
	what := "the file that " + s.setting + " names "
	if _, failed := errors.AsType[*copyError](err); failed {
		return fault.Unavailable.Wrapf(err, "%s", what+"could not be copied into the data directory").
			WithMend("Look whether the disk is full or cannot be written to.")
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Invalid.Wrapf(err, "%s", what+"is not there").WithMend("Put the file there, or set %s to where it is.", s.setting)
	case errors.Is(err, fs.ErrPermission):
		return fault.Invalid.Wrapf(err, "%s", what+"may not be read").WithMend("Let the user that BanGUI runs as read the file.")
	case errors.Is(err, errChanging):
		return fault.Invalid.Wrapf(err, "%s", what+"was written to while it was read").WithMend("Wait a minute; it is read again by itself.")
	case errors.Is(err, errNoCountries):
		return fault.Invalid.Wrapf(err, "%s", what+"knows no countries").WithMend("Name a file with countries or cities, such as GeoLite2-Country.mmdb.")
	case errors.Is(err, errNoNetworks):
		return fault.Invalid.Wrapf(err, "%s", what+"knows no networks").WithMend("Name a file with autonomous systems, such as GeoLite2-ASN.mmdb.")
	}
	return fault.Invalid.Wrapf(err, "%s", what+"cannot be used: "+reasonOf(err)).
		WithMend("Put a whole MMDB file there; download it again if it is damaged. It is noticed by itself.")
}

// reasonOf is what is wrong with a file itself. What the system says beside that is for the log.
func reasonOf(err error) string {
	for _, reason := range []error{errNotRegular, errEmpty, errTooLarge, errNotMMDB, errDamaged} {
		if errors.Is(err, reason) {
			return reason.Error()
		}
	}
	return "it cannot be read"
}

package ipinfo

import (
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Options is what [Open] needs.
type Options struct {
	// CountryFile and NetworkFile are MMDB files that the operator has named; empty for the built-in countries, and for no networks. Both
	// may be the same. A CountryFile that knows networks tells them, too, if there is no NetworkFile.
	CountryFile, NetworkFile string
	// Dir is where private copies of these files are made; they have no names there.
	Dir string
	Log *slog.Logger
}

// Data is what is known about addresses. Any number of goroutines may use it.
type Data struct {
	options Options
	builtIn *file
	// sources are the files that the operator has named. looking is held while they are looked at; only then they change.
	looking sync.Mutex
	sources []*source
	now     atomic.Pointer[inUse]
	// quiet is how long a file must not have changed to be read, often how often is looked without being told to.
	quiet, often time.Duration
}

// inUse is what look-ups use, as a whole: it is never changed, only replaced.
type inUse struct {
	// country is never nil, network is if nothing knows networks. They may be the same.
	country, network *file
	state            State
}

// Open returns the data. A file of the operator that cannot be used is no error, but told in [Data.State] and in the log; until it can,
// the built-in data answers for countries, and nothing for networks.
func Open(options Options) (*Data, error) {
	builtIn, err := openBuiltIn()
	if err != nil {
		return nil, err
	}
	d := &Data{options: options, builtIn: builtIn, sources: sources(options), quiet: quietFor, often: lookEvery}
	d.use()
	d.Look()
	return d, nil
}

// Lookup returns the ISO 3166-1 alpha-2 code of the country that an address is in, the number of the autonomous system that it belongs
// to, and who runs that. What is not known is empty or zero; see ordinary in special.go for what is never looked up.
func (d *Data) Lookup(addr netip.Addr) (country string, asn uint32, network string) {
	addr, ok := ordinary(addr)
	if !ok {
		return "", 0, ""
	}
	now := d.now.Load()
	a, _ := now.country.find(addr)
	country = a.country
	switch now.network {
	case nil:
		return country, 0, ""
	case now.country:
	default:
		a, _ = now.network.find(addr)
	}
	return country, a.asn, a.network
}

// LookupPrefix is like Lookup for all addresses of a network: it tells what holds for all of them, and nothing that holds only for some.
// Nothing is told about a network that the data divides into more than a thousand parts.
func (d *Data) LookupPrefix(network netip.Prefix) (country string, asn uint32, owner string) {
	if !network.IsValid() {
		return "", 0, ""
	}
	if network = network.Masked(); network.IsSingleIP() {
		return d.Lookup(network.Addr())
	}
	network, ok := ordinaryPrefix(network)
	if !ok {
		return "", 0, ""
	}
	if network.IsSingleIP() {
		return d.Lookup(network.Addr())
	}
	now := d.now.Load()
	country = now.country.findAll(network).country
	if now.network == nil {
		return country, 0, ""
	}
	a := now.network.findAll(network)
	return country, a.asn, a.network
}

// Version tells the data in use from all other: it is another one whenever answers may be. Who stores answers can store it beside them,
// and look up again what has another version. Read it before looking up: then what changes in between is looked up once more, never
// forgotten. It is the same in every process that uses the same files, and does not depend on where they are.
func (d *Data) Version() string { return d.now.Load().state.Version }

// reading is the number of our ways to read data; a change that gives other answers from the same file raises it.
const reading = "1"

// use makes the files that are there at present the ones that answer.
func (d *Data) use() {
	now := &inUse{country: d.builtIn}
	for _, s := range d.sources {
		if s.file == nil {
			continue
		}
		if s.forCountries {
			now.country = s.file
		}
		if s.forNetworks || (d.options.NetworkFile == "" && s.file.networks) {
			now.network = s.file
		}
	}
	network := "none"
	if now.network != nil {
		network = now.network.id
	}
	now.state = d.stateOf(now)
	now.state.Version = reading + "/" + now.country.id + "/" + network
	d.now.Store(now)
}

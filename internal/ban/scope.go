package ban

import (
	"net/netip"
	"time"
)

// UnknownCountry selects bans whose country is not known. ISO 3166-1 leaves the code to its users.
const UnknownCountry = "ZZ"

// Scope says which bans a question is about. Empty fields do not limit.
type Scope struct {
	// From and To limit BannedAt; To is exclusive.
	From, To time.Time
	Host     string
	Jail     string
	// Country is an ISO 3166-1 code or [UnknownCountry].
	Country string
	Origin  Origin
	// ASN is the number of a network's owner.
	ASN uint32
	// Address limits to bans of addresses and networks inside it; the zero Prefix does not limit. ID limits to one ban id that
	// is not an address.
	Address netip.Prefix
	ID      string
	// Except leaves out one address or network of those inside Address, without which it has no meaning; the zero Prefix leaves out none.
	Except netip.Prefix
	// Text is looked for in the evidence, and in ban ids that are not addresses, without regard to the case of ASCII letters.
	Text string
}

// counted tells whether the scope has only what counts are kept for.
func (s Scope) counted() bool {
	return s.ASN == 0 && !s.Address.IsValid() && s.ID == "" && s.Text == ""
}

package store

import (
	"strings"

	"bangui/internal/ban"
)

// keySeparator stands between the parts of a key of a count, and afterKeySeparator is the next character: keys that begin with certain
// parts lie between the two.
const (
	keySeparator      = "\x1f"
	afterKeySeparator = "\x20"
)

// countKey makes a key of its parts. Only the first one may be of any length.
func countKey(parts ...string) string {
	for i, part := range parts {
		parts[i] = withoutSeparators(cutKey(part))
	}
	return strings.Join(parts, keySeparator)
}

// withoutSeparators replaces what stands between keys and their parts.
func withoutSeparators(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(keySeparator+numberSeparator+pairSeparator, r) {
			return ' '
		}
		return r
	}, text)
}

// keysUnder are the first key that begins with these parts, and the first that does not any more.
func keysUnder(parts ...string) (from, to string) {
	key := countKey(parts...)
	return key + keySeparator, key + afterKeySeparator
}

// countedKey is a key of a count, taken apart.
type countedKey struct {
	jail, country, network string
	origin                 ban.Origin
}

func splitKey(dim dimension, key string) countedKey {
	parts := strings.Split(key, keySeparator)
	part := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	switch dim {
	case byJail:
		return countedKey{jail: part(0), origin: ban.Origin(part(1))}
	case byCountry:
		return countedKey{country: part(0), origin: ban.Origin(part(1))}
	case byNetwork:
		return countedKey{network: part(0), origin: ban.Origin(part(1))}
	case byJailCountry:
		return countedKey{jail: part(0), country: part(1), origin: ban.Origin(part(2))}
	default:
		return countedKey{jail: part(0)}
	}
}

// by returns the part that a dimension of the API is about.
func (k countedKey) by(by ban.Dimension) string {
	switch by {
	case ban.ByJail:
		return k.jail
	case ban.ByCountry:
		return k.country
	case ban.ByNetwork:
		return k.network
	case ban.ByOrigin:
		return string(k.origin)
	default:
		return ""
	}
}

// countryCode is the code as it is stored: empty if not known.
func countryCode(country string) string {
	if country == ban.UnknownCountry {
		return ""
	}
	return country
}

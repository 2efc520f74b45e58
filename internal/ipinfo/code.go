package ipinfo

import "strings"

// CountryCode returns the ISO 3166-1 alpha-2 code that a text means, in capital letters; empty if it names no country. XK (Kosovo) and EU
// count as countries: registries use them, and there is nothing better to say.
func CountryCode(text string) string {
	if len(text) != 2 {
		return ""
	}
	code := strings.ToUpper(text)
	if code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return ""
	}
	switch code {
	case "ZZ", "XX", "AP": // unknown, unknown, and «somewhere in Asia or the Pacific»
		return ""
	case "UK":
		return "GB"
	// Withdrawn, and still in data of registries. Source: the first replacement in CLDR, supplementalMetadata.xml, territoryAlias.
	case "AN":
		return "CW"
	case "CS", "YU":
		return "RS"
	case "TP":
		return "TL"
	case "ZR":
		return "CD"
	}
	return code
}

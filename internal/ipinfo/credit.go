package ipinfo

import "strings"

// Credit is who made data and on what terms. All of it is empty for a publisher that is not known.
type Credit struct {
	// Source names the publisher's data, URL is where it can be had.
	Source, URL string
	// Licence names the terms, LicenceURL is where they stand.
	Licence, LicenceURL string
	// Text is the line that the publisher wants to be shown where the data is, or that says what it is.
	Text string
}

// The licences that data comes with.
const (
	shareAlike    = "CC BY-SA 4.0"
	shareAlikeURL = "https://creativecommons.org/licenses/by-sa/4.0/"
	attribution   = "CC BY 4.0"
	attributeURL  = "https://creativecommons.org/licenses/by/4.0/"
)

// creditOf knows publishers by the type that their files say they are. Sources: the publishers' own pages on terms and credit.
func creditOf(databaseType string) Credit {
	name := strings.ToLower(databaseType)
	switch {
	case databaseType == BuiltInType:
		return Credit{
			Source: "IPFire Location", URL: "https://location.ipfire.org/", Licence: shareAlike, LicenceURL: shareAlikeURL,
			Text: "Countries from IPFire Location, compiled for BanGUI, CC BY-SA 4.0",
		}
	case strings.HasPrefix(name, "geolite2-"):
		return Credit{
			Source: "MaxMind GeoLite", URL: "https://www.maxmind.com", Licence: "GeoLite End User License Agreement",
			LicenceURL: "https://www.maxmind.com/en/geolite/eula",
			Text:       "This product includes GeoLite Data created by MaxMind, available from https://www.maxmind.com",
		}
	case strings.HasPrefix(name, "geoip2-"):
		return Credit{Source: "MaxMind GeoIP", URL: "https://www.maxmind.com"}
	case strings.HasPrefix(name, "dbip-") && strings.Contains(name, "lite"):
		return Credit{
			Source: "DB-IP Lite", URL: "https://db-ip.com", Licence: attribution, LicenceURL: attributeURL, Text: "IP Geolocation by DB-IP",
		}
	case strings.HasPrefix(name, "dbip-"):
		return Credit{Source: "DB-IP", URL: "https://db-ip.com", Text: "IP Geolocation by DB-IP"}
	case strings.HasPrefix(name, "ipinfo") && (strings.Contains(name, "lite") || strings.Contains(name, "country_asn") || strings.Contains(name, "free")):
		return Credit{
			Source: "IPinfo Lite", URL: "https://ipinfo.io", Licence: shareAlike, LicenceURL: shareAlikeURL, Text: "IP address data powered by IPinfo",
		}
	case strings.HasPrefix(name, "ipinfo"):
		return Credit{Source: "IPinfo", URL: "https://ipinfo.io", Text: "IP address data powered by IPinfo"}
	case strings.Contains(name, "iplocate"):
		return Credit{
			Source: "IPLocate", URL: "https://www.iplocate.io", Licence: shareAlike, LicenceURL: shareAlikeURL, Text: "IP address data from IPLocate.io",
		}
	case strings.Contains(name, "iptoasn"):
		return Credit{
			Source: "IPtoASN", URL: "https://iptoasn.com", Licence: "PDDL 1.0", LicenceURL: "https://opendatacommons.org/licenses/pddl/1-0/",
			Text: "Data from IPtoASN",
		}
	}
	return Credit{}
}

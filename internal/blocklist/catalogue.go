package blocklist

import (
	"slices"
	"time"

	"bangui/internal/listformat"
)

// Offer is a well-known list to pick from. None is on by default: some have terms, and each blocks what its makers think should be.
type Offer struct {
	// Key names it for good.
	Key, Name string
	// About says in a sentence what the list has.
	About    string
	URL      string
	Homepage string
	Format   Format
	// Licence are the terms in a few words, as its makers publish them; TermsURL is where they stand.
	Licence, TermsURL string
	// Credit is whom to name.
	Credit string
	// MinInterval is how often it may be fetched at most: as its makers ask, or else as often as they make it anew. IntervalAsked is true in the first case.
	MinInterval   time.Duration
	IntervalAsked bool
	// Every is how often it is fetched if nobody says otherwise.
	Every time.Duration
	// Size is about how many entries it has; they come and go.
	Size int
	// AllowWide is true if it has networks that need a yes, and Caution says what one should know before using it; may be empty.
	AllowWide bool
	Caution   string
}

// Catalogue returns the well-known lists. What is said of each is from its homepage and its own header.
func Catalogue() []Offer {
	const (
		unsaid  = "Published for use; its makers name no licence"
		abusech = "CC0"
		minutes = time.Minute
	)
	return []Offer{
		{
			Key: "spamhaus-drop", Name: "Spamhaus DROP", About: "IPv4 networks that are hijacked or leased by professional spam or cyber-crime operations",
			URL: "https://www.spamhaus.org/drop/drop_v4.json", Homepage: "https://www.spamhaus.org/blocklists/do-not-route-or-peer/",
			Format: Format{Kind: listformat.JSONLines}, Licence: "Free of charge; the copyright and date must stay with the data", TermsURL: "https://www.spamhaus.org/drop/terms/",
			Credit: "The Spamhaus Project", MinInterval: time.Hour, IntervalAsked: true, Every: 12 * time.Hour, Size: 1500,
		},
		{
			Key: "spamhaus-dropv6", Name: "Spamhaus DROPv6", About: "IPv6 networks that are hijacked or leased by professional spam or cyber-crime operations",
			URL: "https://www.spamhaus.org/drop/drop_v6.json", Homepage: "https://www.spamhaus.org/blocklists/do-not-route-or-peer/",
			Format: Format{Kind: listformat.JSONLines}, Licence: "Free of charge; the copyright and date must stay with the data", TermsURL: "https://www.spamhaus.org/drop/terms/",
			Credit: "The Spamhaus Project", MinInterval: time.Hour, IntervalAsked: true, Every: 12 * time.Hour, Size: 80,
		},
		{
			Key: "firehol-level1", Name: "FireHOL level 1", About: "A join of lists chosen for few false positives: networks that should never reach a server, and attackers",
			URL: "https://raw.githubusercontent.com/firehol/blocklist-ipsets/master/firehol_level1.netset", Homepage: "https://iplists.firehol.org/?ipset=firehol_level1",
			Format: Format{Kind: listformat.Netset}, Licence: "Each list that it is joined from has terms of its own", TermsURL: "https://github.com/firehol/blocklist-ipsets",
			Credit: "FireHOL", MinInterval: 30 * minutes, Every: 6 * time.Hour, Size: 4500, AllowWide: true,
			Caution: "Contains private networks and 0.0.0.0/8, because it is made for borders of the internet: what you reach over a private network must be allowed first.",
		},
		{
			Key: "firehol-level2", Name: "FireHOL level 2", About: "Attackers of the last 48 hours, joined from several lists",
			URL: "https://raw.githubusercontent.com/firehol/blocklist-ipsets/master/firehol_level2.netset", Homepage: "https://iplists.firehol.org/?ipset=firehol_level2",
			Format: Format{Kind: listformat.Netset}, Licence: "Each list that it is joined from has terms of its own", TermsURL: "https://github.com/firehol/blocklist-ipsets",
			Credit: "FireHOL", MinInterval: 30 * minutes, Every: 6 * time.Hour, Size: 18_000,
		},
		{
			Key: "blocklist-de", Name: "blocklist.de", About: "Addresses that attacked servers of its members in the last 48 hours, many of them reported by fail2ban",
			URL: "https://lists.blocklist.de/lists/all.txt", Homepage: "https://www.blocklist.de/en/export.html",
			Format: Format{Kind: listformat.Plain}, Licence: unsaid, TermsURL: "https://www.blocklist.de/en/export.html",
			Credit: "blocklist.de", MinInterval: 30 * minutes, Every: 2 * time.Hour, Size: 20_000,
		},
		{
			Key: "cins-army", Name: "CINS Army", About: "Addresses with a bad score at the sensors of Sentinel, and on no other list yet",
			URL: "https://cinsscore.com/list/ci-badguys.txt", Homepage: "https://cinsscore.com/",
			Format: Format{Kind: listformat.Plain}, Licence: unsaid, TermsURL: "https://cinsscore.com/",
			Credit: "Sentinel IPS, CINS Army", MinInterval: 15 * minutes, Every: 4 * time.Hour, Size: 15_000,
		},
		{
			Key: "dshield-block", Name: "DShield block list", About: "The 20 IPv4 networks of 256 addresses that scanned most in the last three days",
			URL: "https://feeds.dshield.org/block.txt", Homepage: "https://isc.sans.edu/block.txt",
			Format: Format{Kind: listformat.TSV, Column: "1", Last: "2"}, Licence: "CC BY-NC-SA 2.5: not for commercial use without asking", TermsURL: "https://isc.sans.edu/data/threatfeed.html",
			Credit: "SANS Internet Storm Center, DShield", MinInterval: time.Hour, Every: 6 * time.Hour, Size: 20,
		},
		{
			Key: "tor-exits", Name: "Tor exit nodes", About: "Addresses from which users of Tor come out",
			URL: "https://check.torproject.org/torbulkexitlist", Homepage: "https://blog.torproject.org/changes-tor-exit-list-service/",
			Format: Format{Kind: listformat.Plain}, Licence: unsaid, TermsURL: "https://metrics.torproject.org/",
			Credit: "The Tor Project", MinInterval: 30 * minutes, Every: time.Hour, Size: 1200,
			Caution: "Not a list of attackers: it shuts out everybody who uses Tor, for whatever reason.",
		},
		{
			Key: "greensnow", Name: "GreenSnow", About: "Addresses that attacked servers: brute force, scans, and other abuse",
			URL: "https://blocklist.greensnow.co/greensnow.txt", Homepage: "https://greensnow.co/",
			Format: Format{Kind: listformat.Plain}, Licence: unsaid, TermsURL: "https://greensnow.co/faq",
			Credit: "GreenSnow", MinInterval: 30 * minutes, Every: 4 * time.Hour, Size: 5000,
		},
		{
			Key: "emerging-threats", Name: "Emerging Threats", About: "A join of Spamhaus DROP, DShield and known servers of botnets, made for firewalls",
			URL: "https://rules.emergingthreats.net/fwrules/emerging-Block-IPs.txt", Homepage: "https://rules.emergingthreats.net/",
			Format: Format{Kind: listformat.Netset}, Licence: "BSD", TermsURL: "https://rules.emergingthreats.net/OPEN_download_instructions.html",
			Credit: "Proofpoint, Emerging Threats", MinInterval: time.Hour, Every: 12 * time.Hour, Size: 1500,
		},
		{
			Key: "et-compromised", Name: "Emerging Threats compromised hosts", About: "Addresses of machines that were taken over",
			URL: "https://rules.emergingthreats.net/blockrules/compromised-ips.txt", Homepage: "https://rules.emergingthreats.net/",
			Format: Format{Kind: listformat.Plain}, Licence: "BSD", TermsURL: "https://rules.emergingthreats.net/OPEN_download_instructions.html",
			Credit: "Proofpoint, Emerging Threats", MinInterval: time.Hour, Every: 12 * time.Hour, Size: 500,
		},
		{
			Key: "feodo", Name: "Feodo Tracker", About: "Servers that command botnets such as Dridex, Emotet and QakBot",
			URL: "https://feodotracker.abuse.ch/downloads/ipblocklist_recommended.txt", Homepage: "https://feodotracker.abuse.ch/blocklist/",
			Format: Format{Kind: listformat.Netset}, Licence: abusech, TermsURL: "https://feodotracker.abuse.ch/blocklist/",
			Credit: "abuse.ch", MinInterval: 5 * minutes, IntervalAsked: true, Every: time.Hour, Size: 5,
			Caution: "Often has a handful of entries, or none at all.",
		},
		{
			Key: "bruteforceblocker", Name: "BruteForceBlocker", About: "Addresses that tried passwords of SSH servers",
			URL: "https://danger.rulez.sk/projects/bruteforceblocker/blist.php", Homepage: "https://danger.rulez.sk/index.php/bruteforceblocker/",
			Format: Format{Kind: listformat.Netset}, Licence: unsaid, TermsURL: "https://danger.rulez.sk/index.php/bruteforceblocker/",
			Credit: "Daniel Gerzo, BruteForceBlocker", MinInterval: 30 * minutes, Every: 4 * time.Hour, Size: 500,
		},
		{
			Key: "binarydefense", Name: "Binary Defense", About: "Attackers seen by the Artillery sensors of Binary Defense",
			URL: "https://www.binarydefense.com/banlist.txt", Homepage: "https://www.binarydefense.com/banlist.txt",
			Format: Format{Kind: listformat.Netset}, Licence: "Not for commercial use: see the head of the list", TermsURL: "https://www.binarydefense.com/banlist.txt",
			Credit: "Binary Defense Systems", MinInterval: time.Hour, Every: 6 * time.Hour, Size: 4000,
		},
	}
}

// offerOf returns the offer with this key.
func offerOf(key string) (Offer, bool) {
	all := Catalogue()
	i := slices.IndexFunc(all, func(o Offer) bool { return o.Key == key })
	if i < 0 {
		return Offer{}, false
	}
	return all[i], true
}

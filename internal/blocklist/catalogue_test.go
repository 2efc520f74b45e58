package blocklist_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"bangui/internal/blocklist"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// beginnings are how lists of the catalogue are written, in short, with addresses of our own, and how many networks of IPv4 addresses are in them.
func beginnings() map[string]struct {
	text    string
	entries int
} {
	type beginning = struct {
		text    string
		entries int
	}
	const lines = "45.0.0.1\n45.0.0.9\n"
	return map[string]beginning{
		"spamhaus-drop": {`{"cidr":"45.10.0.0/22","sblid":"SBL1","rir":"apnic"}` + "\n" + `{"cidr":"45.20.0.0/24","sblid":"SBL2","rir":"ripencc"}` + "\n" +
			`{"type":"metadata","timestamp":1700000000,"size":99,"records":2,"copyright":"(c) 2024 The Spamhaus Project SLU","terms":"https://www.spamhaus.org/drop/terms/"}` + "\n", 2},
		"spamhaus-dropv6": {`{"cidr":"2a06:e480::/29","sblid":"SBL3","rir":"ripencc"}` + "\n", 1},
		"firehol-level1":  {"#\n# firehol_level1\n#\n# ipv4 hash:net ipset\n#\n0.0.0.0/8\n10.0.0.0/8\n45.9.148.0/24\n", 3},
		"firehol-level2":  {"# firehol_level2\n45.0.0.1\n45.9.148.0/24\n", 2},
		"blocklist-de":    {lines + "2a00:1::2\n", 3},
		"cins-army":       {lines, 2},
		"dshield-block": {"#\n#   DShield.org Recommended Block List\n#   (c) 2024 DShield.org\n#\nStart\tEnd\tNetmask\tAttacks\tName\tCountry\temail\n" +
			"45.143.200.0\t45.143.200.255\t24\t1234\tNAME-NET\tNL\tabuse@example.net\n45.95.147.0\t45.95.147.255\t24\t900\t\t\t\n", 2},
		"tor-exits":         {lines, 2},
		"greensnow":         {lines, 2},
		"emerging-threats":  {"# 2024\n# Rev 1\n\n#Feodo\n45.0.0.1\n\n#Spamhaus\n45.10.0.0/22\n", 2},
		"et-compromised":    {lines, 2},
		"feodo":             {"################\n# abuse.ch Feodo Tracker #\n################\n#\n# DstIP\n45.0.0.1\n# END 1 entries\n", 1},
		"bruteforceblocker": {"# IP\t\t# Last Reported\t\tCount\tID\n45.0.0.1\t\t# 2024-01-01 00:00:00\t\t15\t1\n45.0.0.9\t\t# 2024-01-01 00:00:00\t\t15\t2\n", 2},
		"binarydefense":     {"#\n# Binary Defense Systems Artillery Threat Intelligence Feed\n#\n\n45.0.0.1\n45.0.0.9\n", 2},
	}
}

// TestCatalogue makes a list of each offer, and reads something that is written as it is.
func TestCatalogue(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	known := beginnings()
	keys, names := map[string]bool{}, map[string]bool{}
	for _, o := range blocklist.Catalogue() {
		if keys[o.Key] || names[o.Name] || o.About == "" || o.Licence == "" || o.Credit == "" || o.Size == 0 || o.Every < o.MinInterval {
			t.Errorf("%s: %+v", o.Key, o)
		}
		keys[o.Key], names[o.Name] = true, true
		for _, address := range []string{o.URL, o.Homepage, o.TermsURL} {
			if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s: address %q", o.Key, address)
			}
		}
		list := r.makeWith(blocklist.Settings{
			Name: o.Name, Catalogue: o.Key, URL: o.URL, Format: o.Format, MinInterval: o.MinInterval, AllowWide: o.AllowWide,
			Schedule: schedule.Schedule{Every: o.Every}, Licence: o.Licence, Credit: o.Credit, Homepage: o.Homepage,
		}, nil)
		if list.Enabled || list.Asked {
			t.Errorf("%s is on by default", o.Key)
		}
		for _, format := range []blocklist.Format{o.Format, {Kind: listformat.Auto}} {
			p, err := r.lists.Preview(t.Context(), blocklist.PreviewOrder{Text: []byte(known[o.Key].text), Format: format, AllowWide: o.AllowWide})
			if err != nil || p.Contents.Entries != known[o.Key].entries || p.Contents.Covered4 > 40_000_000 {
				t.Errorf("%s as %+v: %d entries, %v, %v, want %d", o.Key, format, p.Contents.Entries, p.Dropped, err, known[o.Key].entries)
			}
		}
	}
	if len(keys) < 10 || len(keys) != len(known) {
		t.Errorf("%d offers, %d beginnings", len(keys), len(known))
	}
}

func TestHealth(t *testing.T) {
	now := time.Now()
	good := blocklist.List{
		Settings: blocklist.Settings{URL: "https://a.example/", Enabled: true}, State: blocklist.State{Contents: blocklist.Contents{Revision: 1}, NextAt: now.Add(time.Hour)},
	}
	for want, change := range map[blocklist.Health]func(*blocklist.List){
		blocklist.HealthOK:      func(*blocklist.List) {},
		blocklist.HealthOff:     func(l *blocklist.List) { l.Enabled, l.Failures = false, 3 },
		blocklist.HealthNew:     func(l *blocklist.List) { l.Contents.Revision = 0 },
		blocklist.HealthFailing: func(l *blocklist.List) { l.Failures = 1 },
		blocklist.HealthAlert:   func(l *blocklist.List) { l.Alert, l.Failures = &blocklist.Alert{}, 1 },
		blocklist.HealthStale:   func(l *blocklist.List) { l.NextAt = now.Add(-2 * time.Hour) },
	} {
		list := good
		change(&list)
		if got := list.Health(now); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	good := blocklist.Settings{Name: "one", URL: "https://lists.example/one", Schedule: schedule.Schedule{Every: time.Hour}}
	for name, tt := range map[string]struct {
		change func(*blocklist.Settings)
		field  string
	}{
		"no name":            {func(s *blocklist.Settings) { s.Name = " " }, "body.name"},
		"long name":          {func(s *blocklist.Settings) { s.Name = strings.Repeat("x", 101) }, "body.name"},
		"name of two lines":  {func(s *blocklist.Settings) { s.Name = "a\nb" }, "body.name"},
		"other scheme":       {func(s *blocklist.Settings) { s.URL = "ftp://lists.example/" }, "body.url"},
		"no server":          {func(s *blocklist.Settings) { s.URL = "https:///x" }, "body.url"},
		"fragment":           {func(s *blocklist.Settings) { s.URL += "#x" }, "body.url"},
		"homepage":           {func(s *blocklist.Settings) { s.Homepage = "javascript:alert(1)" }, "body.homepage"},
		"long note":          {func(s *blocklist.Settings) { s.Note = strings.Repeat("x", 2001) }, "body.note"},
		"priority":           {func(s *blocklist.Settings) { s.Priority = 1001 }, "body.priority"},
		"often":              {func(s *blocklist.Settings) { s.Schedule.Every = time.Second }, "body.schedule.every_seconds"},
		"half a second":      {func(s *blocklist.Settings) { s.MinInterval = 90*time.Second + time.Millisecond }, "body.min_interval_seconds"},
		"cron":               {func(s *blocklist.Settings) { s.Schedule = schedule.Schedule{Cron: "* *"} }, "body.schedule.cron"},
		"format":             {func(s *blocklist.Settings) { s.Format.Kind = "pdf" }, "body.format.kind"},
		"column":             {func(s *blocklist.Settings) { s.Format = blocklist.Format{Kind: listformat.CSV, Column: "0"} }, "body.format.column"},
		"path":               {func(s *blocklist.Settings) { s.Format = blocklist.Format{Kind: listformat.JSON, Path: "a..["} }, "body.format.path"},
		"column of auto":     {func(s *blocklist.Settings) { s.Format.Column = "ip" }, "body.format.column"},
		"schedule of a text": {func(s *blocklist.Settings) { s.URL = "" }, "body.schedule"},
	} {
		t.Run(name, func(t *testing.T) {
			settings := good
			tt.change(&settings)
			var text []byte
			if settings.URL == "" {
				text = []byte("45.0.0.1")
			}
			_, err := r.lists.Make(t.Context(), ann(), settings, text)
			if err == nil || !strings.Contains(fields(err), tt.field) {
				t.Errorf("%v with the fields %s, want %s", err, fields(err), tt.field)
			}
		})
	}
	same(t, "lists", 0, len(must(r.lists.List(t.Context()))))
}

package main

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"bangui/internal/settings"
)

// settingFlags are the settings as flags. Each also has a variable, BANGUI_LISTEN for --listen, and a line in the file,
// listen = …; package settings reads them all, so nothing here has a default.
type settingFlags struct {
	Config            string  `placeholder:"FILE" help:"Read settings from this file; else /etc/bangui/bangui.conf, if it is there."`
	Listen            *string `placeholder:"ADDRESS" help:"Where to listen: 127.0.0.1:8080 by default, or unix:/path."`
	DataDir           *string `placeholder:"DIR" help:"Where everything is kept: /var/lib/bangui for root, else in the home directory."`
	DatabaseURL       *string `placeholder:"URL" help:"postgres://… or sqlite:/path; a SQLite file in the data directory by default."`
	DatabaseURLFile   *string `placeholder:"FILE" help:"Read the database URL from this file."`
	Fail2banSocket    *string `name:"fail2ban-socket" placeholder:"PATH" help:"fail2ban's socket: /var/run/fail2ban/fail2ban.sock by default."`
	Fail2banConfigDir *string `name:"fail2ban-config-dir" placeholder:"DIR" help:"fail2ban's configuration: /etc/fail2ban by default."`
	LocalHost         *string `placeholder:"auto|on|off" help:"Whether to look after the fail2ban of this machine."`
	HostName          *string `placeholder:"NAME" help:"What this machine is called in the list of hosts."`
	SetupToken        *string `placeholder:"TOKEN" help:"What set-up asks for; random by default. Others can see it in the list of processes."`
	SetupTokenFile    *string `placeholder:"FILE" help:"Read the set-up token from this file."`
	PublicURL         *string `placeholder:"URL" help:"What browsers see, behind a reverse proxy."`
	BasePath          *string `placeholder:"PATH" help:"Serve below this path, such as /fail2ban; that of the public URL by default."`
	TrustedProxies    *string `placeholder:"NETWORKS" help:"Proxies whose X-Forwarded-For is believed, separated by commas; none by default."`
	ReplicaListen     *string `placeholder:"ADDRESS" help:"Where other replicas join this one, such as 10.0.0.5:7443, or off; found out by itself by default."`
	NATSURL           *string `name:"nats-url" placeholder:"URL" help:"Carry messages between replicas over this NATS cluster, not over our own servers."`
	NATSURLFile       *string `name:"nats-url-file" placeholder:"FILE" help:"Read the NATS URL from this file."`
	MetricsListen     *string `placeholder:"ADDRESS" help:"Serve /metrics here, without a token; nowhere by default."`
	MetricsToken      *string `placeholder:"TOKEN" help:"What /metrics asks for where everything else is served."`
	MetricsTokenFile  *string `placeholder:"FILE" help:"Read that token from this file."`
	GeoCountryDB      *string `name:"geo-country-db" placeholder:"FILE" help:"An MMDB file that tells the country of an address; built-in data by default."`
	HistoryDays       *int    `placeholder:"DAYS" help:"For how many days after its end a ban is kept; 365 by default."`
	ReverseDNS        *string `name:"reverse-dns" placeholder:"on|off" help:"Let people ask the name service for the name of an address; off by default, because it tells the address to others."`
	Enforce           *string `placeholder:"on|off" help:"Whether lists may be blocked in the kernel of this machine; on by default."`
	GeoASNDB          *string `name:"geo-asn-db" placeholder:"FILE" help:"An MMDB file that tells the network of an address; none by default."`
	DrainDelay        *string `placeholder:"TIME" help:"How long to answer not-ready before stopping: 3s with PostgreSQL, else 0s."`
	LogLevel          *string `placeholder:"LEVEL" help:"debug, info, warn or error; info by default."`
	LogFormat         *string `placeholder:"FORMAT" help:"auto, json or text: text on a terminal by default."`
}

// given returns the flags that were given, by the names of the settings.
func given(parsed *kong.Context) map[string]string {
	flags := make(map[string]string)
	for _, f := range parsed.Flags() {
		name := strings.ReplaceAll(f.Name, "-", "_")
		if !f.Set || !slices.Contains(settings.Names(), name) {
			continue
		}
		if value, ok := parsed.FlagValue(f).(*string); ok && value != nil {
			flags[name] = *value
		}
	}
	return flags
}

package settings

import "strings"

// key is one setting.
type key struct {
	// name is as in the file; flag and variable have the same name in their own spelling.
	name string
	// fallback is the value if nobody sets it; empty leaves the zero value.
	fallback string
	// secret values may also be given as the name of a file that holds them, in name_file.
	secret bool
	// environmentOnly keys are told by the platform and have no flag.
	environmentOnly bool
	apply           func(s *Settings, value string) error
}

// keys is the table of all settings.
func keys(dataDir string) []key {
	return []key{
		{name: "listen", fallback: "127.0.0.1:8080", apply: applyListen},
		{name: "data_dir", fallback: dataDir, apply: applyPath(func(s *Settings) *string { return &s.DataDir })},
		{name: "database_url", secret: true, apply: applyDatabaseURL},
		{name: "fail2ban_socket", fallback: "/var/run/fail2ban/fail2ban.sock", apply: applyPath(func(s *Settings) *string { return &s.Fail2banSocket })},
		{name: "fail2ban_config_dir", fallback: "/etc/fail2ban", apply: applyPath(func(s *Settings) *string { return &s.Fail2banConfigDir })},
		{name: "local_host", fallback: "auto", apply: applyLocalHost},
		{name: "host_name", apply: applyHostName},
		{name: "setup_token", secret: true, apply: applySetupToken},
		{name: "public_url", apply: applyPublicURL},
		{name: "base_path", apply: applyBasePath},
		{name: "trusted_proxies", apply: applyTrustedProxies},
		{name: "replica_listen", apply: applyReplicaListen},
		{name: "nats_url", secret: true, apply: applyNATSURL},
		{name: "metrics_listen", apply: applyMetricsListen},
		{name: "metrics_token", secret: true, apply: applyMetricsToken},
		{name: "geo_country_db", apply: applyPath(func(s *Settings) *string { return &s.GeoCountryDB })},
		{name: "geo_asn_db", apply: applyPath(func(s *Settings) *string { return &s.GeoASNDB })},
		{name: "history_days", fallback: "365", apply: applyHistoryDays},
		{name: "reverse_dns", fallback: "off", apply: applySwitch(func(s *Settings) *bool { return &s.ReverseDNS })},
		{name: "enforce", fallback: "on", apply: applySwitch(func(s *Settings) *bool { return &s.Enforce })},
		{name: "drain_delay", apply: applyDrainDelay},
		{name: "log_level", fallback: "info", apply: applyLogLevel},
		{name: "log_format", fallback: "auto", apply: applyLogFormat},
		{name: "workers", fallback: "1", environmentOnly: true, apply: applyWorkers},
	}
}

// Names returns the names of all settings that have a flag, as in the file, those of secrets also with _file.
func Names() []string {
	var names []string
	for _, k := range keys("") {
		if k.environmentOnly {
			continue
		}
		names = append(names, k.name)
		if k.secret {
			names = append(names, k.name+fileSuffix)
		}
	}
	return names
}

// fileSuffix makes the name of a file out of the name of a secret.
const fileSuffix = "_file"

// variable and flag spell a key.
func variable(name string) string { return variablePrefix + strings.ToUpper(name) }
func flag(name string) string     { return "--" + strings.ReplaceAll(name, "_", "-") }

const variablePrefix = "BANGUI_"

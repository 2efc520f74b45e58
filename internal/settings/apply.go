package settings

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func applyListen(s *Settings, value string) error {
	if socket, ok := strings.CutPrefix(value, "unix:"); ok {
		if !filepath.IsAbs(socket) {
			return fmt.Errorf("%q is not an absolute path, such as unix:/run/bangui.sock", value)
		}
		s.Listen = Listen{Network: "unix", Address: socket}
		return nil
	}
	_, port, err := net.SplitHostPort(value)
	number, numberErr := strconv.ParseUint(port, 10, 16)
	if err != nil || numberErr != nil || strconv.FormatUint(number, 10) != port {
		return fmt.Errorf("%q is not an address with a port, such as 127.0.0.1:8080, or unix:/path", value)
	}
	s.Listen = Listen{Network: "tcp", Address: value}
	return nil
}

func applyPath(field func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		absolute, err := filepath.Abs(value)
		if err != nil || value == "" {
			return fmt.Errorf("%q is not a path", value)
		}
		*field(s) = absolute
		return nil
	}
}

func applyDatabaseURL(s *Settings, value string) error {
	scheme, rest, _ := strings.Cut(value, ":")
	known := slices.Contains([]string{"postgres", "postgresql", "sqlite"}, scheme)
	if !known || rest == "" {
		return errors.New("it is neither postgres://user@host/name nor sqlite:/path")
	}
	if scheme == "sqlite" && !filepath.IsAbs(rest) {
		return errors.New("sqlite: must be followed by an absolute path, such as sqlite:/var/lib/bangui/bangui.db")
	}
	s.DatabaseURL = NewSecret(value)
	return nil
}

func applyLocalHost(s *Settings, value string) error {
	s.LocalHost = LocalHost(value)
	return oneOf(s.LocalHost, LocalAuto, LocalOn, LocalOff)
}

func applyLogFormat(s *Settings, value string) error {
	s.LogFormat = LogFormat(value)
	return oneOf(s.LogFormat, LogAuto, LogJSON, LogText)
}

func oneOf[T ~string](value T, choices ...T) error {
	if slices.Contains(choices, value) {
		return nil
	}
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = string(c)
	}
	return fmt.Errorf("%q is not one of %s", value, strings.Join(words, ", "))
}

func applyHostName(s *Settings, value string) error {
	if !regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`).MatchString(value) {
		return fmt.Errorf("%q is not 1 to 64 letters, digits, dots, dashes and underscores", value)
	}
	s.HostName = value
	return nil
}

// minToken is the length from which on a set-up token cannot be guessed over the network within the limits of set-up.
const minToken = 16

func applySetupToken(s *Settings, value string) error {
	if len(value) < minToken || strings.ContainsAny(value, " \t\r\n") {
		return fmt.Errorf("it must have at least %d characters and no spaces", minToken)
	}
	s.SetupToken = NewSecret(value)
	return nil
}

func applyPublicURL(s *Settings, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("%q is not a URL such as https://bangui.example.org", value)
	}
	s.PublicURL = u
	return nil
}

func applyBasePath(s *Settings, value string) error {
	trimmed := strings.TrimSuffix(value, "/")
	if trimmed == "" && value != "" {
		s.BasePath = ""
		return nil
	}
	if !regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`).MatchString(trimmed) || path.Clean(trimmed) != trimmed {
		return fmt.Errorf("%q is not a path such as /fail2ban", value)
	}
	s.BasePath = trimmed
	return nil
}

func applyTrustedProxies(s *Settings, value string) error {
	s.TrustedProxies = nil
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := parsePrefix(part)
		if err != nil {
			return fmt.Errorf("%q is not an address or network, such as 127.0.0.1 or 10.0.0.0/8", part)
		}
		s.TrustedProxies = append(s.TrustedProxies, prefix)
	}
	return nil
}

func parsePrefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.Unmap().WithZone("").Prefix(addr.Unmap().BitLen())
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err
}

// ReplicaListenOff is the value of replica_listen that keeps other replicas from joining us directly.
const ReplicaListenOff = "off"

func applyReplicaListen(s *Settings, value string) error {
	if value != ReplicaListenOff {
		if err := checkHostPort(value); err != nil {
			return err
		}
	}
	s.ReplicaListen = value
	return nil
}

// checkHostPort accepts an address to listen on; the port may be 0.
func checkHostPort(value string) error {
	_, port, err := net.SplitHostPort(value)
	number, numberErr := strconv.ParseUint(port, 10, 16)
	if err != nil || numberErr != nil || strconv.FormatUint(number, 10) != port {
		return fmt.Errorf("%q is not an address with a port, such as 10.0.0.5:7443", value)
	}
	return nil
}

func applyNATSURL(s *Settings, value string) error {
	for part := range strings.SplitSeq(value, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) || u.Host == "" {
			return errors.New("it is not a NATS URL such as nats://nats.example.org:4222 or tls://…; separate several by commas")
		}
	}
	s.NATSURL = NewSecret(value)
	return nil
}

func applyMetricsListen(s *Settings, value string) error {
	var probe Settings
	if err := applyListen(&probe, value); err != nil {
		return err
	}
	s.MetricsListen = probe.Listen
	return nil
}

func applyMetricsToken(s *Settings, value string) error {
	if len(value) < minToken || strings.ContainsAny(value, " \t\r\n") {
		return fmt.Errorf("it must have at least %d characters and no spaces", minToken)
	}
	s.MetricsToken = NewSecret(value)
	return nil
}

// maxHistoryDays is a hundred years.
const maxHistoryDays = 36_525

func applyHistoryDays(s *Settings, value string) error {
	days, err := strconv.Atoi(value)
	if err != nil || days < 1 || days > maxHistoryDays {
		return fmt.Errorf("%q is not a whole number of days from 1 to %d, such as 365", value, maxHistoryDays)
	}
	s.HistoryDays = days
	return nil
}

func applySwitch(field func(*Settings) *bool) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		switch value {
		case "on", "off":
			*field(s) = value == "on"
			return nil
		default:
			return fmt.Errorf("%q is not on or off", value)
		}
	}
}

// maxDrainDelay is longer than any proxy takes to see that a server is not ready.
const maxDrainDelay = time.Minute

func applyDrainDelay(s *Settings, value string) error {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 || d > maxDrainDelay {
		return fmt.Errorf("%q is not a time from 0s to 60s, such as 3s", value)
	}
	s.DrainDelay = &d
	return nil
}

func applyLogLevel(s *Settings, value string) error {
	if err := s.LogLevel.UnmarshalText([]byte(value)); err != nil {
		return fmt.Errorf("%q is not one of debug, info, warn, error", value)
	}
	return nil
}

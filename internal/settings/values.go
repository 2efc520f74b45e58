package settings

import (
	"fmt"
	"net/url"
	"strings"
)

// Value is a setting as it counts, for people.
type Value struct {
	// Name is as in the file.
	Name string
	// Text is empty for what is not set; of secrets it tells only that they are.
	Text   string
	Origin Origin
}

// Values returns all settings, in the order of the table. Secrets are hidden; of URLs of databases, all but the password is shown.
func (s Settings) Values() []Value {
	var values []Value
	for _, k := range keys("") {
		values = append(values, Value{Name: k.name, Text: s.text(k.name), Origin: s.Origin(k.name)})
	}
	return values
}

// text spells the values that are not simply what somebody wrote.
func (s Settings) text(name string) string {
	switch name {
	case "data_dir":
		return s.DataDir
	case "database_url":
		return s.shownDatabase()
	case "setup_token":
		return s.SetupToken.String()
	case "nats_url":
		return s.NATSURL.String()
	case "metrics_token":
		return s.MetricsToken.String()
	case "base_path":
		return s.BasePath
	default:
		return s.texts[name]
	}
}

// shownDatabase leaves out what may be secret: everything but user, place and name.
func (s Settings) shownDatabase() string {
	if path := s.SQLitePath(); path != "" {
		return "sqlite:" + path
	}
	u, err := url.Parse(s.DatabaseURL.Reveal())
	if err != nil {
		return redacted
	}
	shown := u.Scheme + "://"
	if name := u.User.Username(); name != "" {
		shown += name + "@"
	}
	if place := u.Host + u.Path; !strings.Contains(place, "@") {
		return fmt.Sprint(shown, place)
	}
	return redacted
}

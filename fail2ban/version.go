package fail2ban

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"bangui/fail2ban/wire"
)

// Version is a version of fail2ban.
type Version struct {
	Major, Minor, Patch int
	// Suffix is what follows the numbers, such as ".dev1"; usually empty.
	Suffix string
}

// ParseVersion reads a version such as "1.0.2" or "1.1.2.dev1".
func ParseVersion(text string) (Version, error) {
	form := regexp.MustCompile(`^(\d{1,4})\.(\d{1,4})\.(\d{1,4})([-+~.\w]{0,32})$`)
	parts := form.FindStringSubmatch(text)
	if parts == nil {
		return Version{}, invalid("version", "%q is not of the form 1.2.3", shorten(text))
	}
	v := Version{Suffix: parts[4]}
	for i, number := range []*int{&v.Major, &v.Minor, &v.Patch} {
		*number, _ = strconv.Atoi(parts[i+1]) // the form allows digits only
	}
	return v, nil
}

// String returns the version as fail2ban writes it.
func (v Version) String() string {
	return fmt.Sprintf("%d.%d.%d%s", v.Major, v.Minor, v.Patch, v.Suffix)
}

// AtLeast reports whether v has what came with a version. A development version counts as the version it leads to.
func (v Version) AtLeast(major, minor, patch int) bool {
	if v.Major != major {
		return v.Major > major
	}
	if v.Minor != minor {
		return v.Minor > minor
	}
	return v.Patch >= patch
}

// HasStats reports whether there is the command stats, which tells the counters of all jails at once.
func (v Version) HasStats() bool { return v.AtLeast(1, 1, 0) }

// AttemptHonoursIgnore reports whether attempts of an ignored address are not counted.
func (v Version) AttemptHonoursIgnore() bool { return v.AtLeast(1, 1, 1) }

// TellsRepeal reports whether the log tells bans that end with their jail from bans that are lifted.
func (v Version) TellsRepeal() bool { return v.AtLeast(1, 1, 1) }

// Version tells fail2ban's version. It is asked once per connection, so that a newer server is noticed.
func (c *Client) Version(ctx context.Context) (Version, error) {
	if err := c.acquire(ctx); err != nil {
		return Version{}, err
	}
	defer c.release()
	if c.conn != nil && c.conn.idle() && c.conn.version != nil {
		return *c.conn.version, nil
	}
	v, err := exchange(ctx, c, asVersion, []any{"version"})
	if err == nil {
		c.conn.version = &v
	}
	return v, err
}

// require fails with *[UnsupportedError] if the server is older than since.
func (c *Client) require(ctx context.Context, command string, since Version) error {
	have, err := c.Version(ctx)
	if err != nil || have.AtLeast(since.Major, since.Minor, since.Patch) {
		return err
	}
	return &UnsupportedError{Command: command, Since: since, Have: have}
}

func asVersion(value wire.Value) (Version, bool) {
	text, ok := value.(string)
	v, err := ParseVersion(text)
	return v, ok && err == nil
}

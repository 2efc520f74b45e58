package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// CacheVariable names the environment variable with the directory of unpacked versions; see [CacheDir].
const CacheVariable = "BANGUI_TEST_FAIL2BAN_DIR"

// release is a version of fail2ban that we are tested with, and the suites of Debian that have it.
type release struct {
	number string
	suites []string
}

// releases are in the order of their age. Source: Debian's package tracker for fail2ban.
func releases() []release {
	return []release{
		{"0.11.2", []string{"bullseye"}},
		{"1.0.2", []string{"bookworm"}},
		{"1.1.0", []string{"trixie"}},
		{"1.1.1", []string{"forky", "sid"}},
	}
}

// CacheDir is where unpacked versions are kept, one directory for each: $BANGUI_TEST_FAIL2BAN_DIR, or bangui/fail2ban in the
// user's cache directory.
func CacheDir() (string, error) {
	if dir := os.Getenv(CacheVariable); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache directory (or set %s): %w", CacheVariable, err)
	}
	return filepath.Join(dir, "bangui", "fail2ban"), nil
}

// Versions are all versions that we are tested with, oldest first: the one that is installed, and those in the cache. One that
// is not there has a reason. If the installed one is none of them it comes last. Nothing is downloaded; see [Fetch].
func Versions(ctx context.Context, cacheDir string) []Version {
	installed, err := Installed(ctx)
	known := err != nil
	var all []Version
	for _, r := range releases() {
		if err == nil && r.number == installed.Number {
			known = true
			all = append(all, installed)
			continue
		}
		all = append(all, cached(cacheDir, r.number))
	}
	if !known {
		all = append(all, installed)
	}
	return all
}

// cached looks into the cache, where a version is either an unpacked package or a note why it cannot be had.
func cached(cacheDir, number string) Version {
	v := Version{Number: number}
	root := filepath.Join(cacheDir, number)
	if _, err := os.Stat(filepath.Join(root, "usr/bin/fail2ban-server")); err == nil {
		v.Root = root
		return v
	}
	if note, err := os.ReadFile(notePath(cacheDir, number)); err == nil {
		v.Reason = strings.TrimSpace(string(note))
		v.Recorded = true
		return v
	}
	v.Reason = "not in the cache " + cacheDir + " (go run ./internal/sandbox/fetch gets it)"
	return v
}

func notePath(cacheDir, number string) string { return filepath.Join(cacheDir, number+".unavailable") }

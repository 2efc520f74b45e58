package sandbox

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// copyStock copies a configuration tree as it was shipped: what an administrator or a distribution enabled there, and what
// stands in .local files, is left out, so that nothing of the machine's own jails comes to life.
func copyStock(stock, config string) error {
	if stock == "" {
		return nil
	}
	stock, err := filepath.EvalSymlinks(stock)
	if err != nil {
		return fmt.Errorf("read the stock configuration: %w", err)
	}
	return filepath.WalkDir(stock, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(stock, path)
		if err != nil || !entry.Type().IsRegular() || !isStock(name) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read the stock configuration: %w", err)
		}
		if name == "jail.conf" {
			text = enabled.ReplaceAll(text, []byte("enabled = false"))
		}
		return writeFile(config, name, string(text))
	})
}

// enabled is a line that switches a jail on.
var enabled = regexp.MustCompile(`(?mi)^enabled\s*[=:].*$`)

func isStock(name string) bool {
	switch filepath.Dir(name) {
	case "jail.d", "fail2ban.d":
		return false
	}
	return filepath.Ext(name) != ".local"
}

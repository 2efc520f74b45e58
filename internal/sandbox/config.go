package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writeConfig writes the whole configuration tree and makes the logs that the jails read.
func writeConfig(paths Paths, opts Options) error {
	if err := copyStock(opts.Stock, paths.Config); err != nil {
		return err
	}
	for name, text := range configFiles(paths, opts) {
		if err := writeFile(paths.Config, name, text); err != nil {
			return err
		}
	}
	for _, jail := range opts.Jails {
		if err := makeLog(paths.logOf(jail)); err != nil {
			return err
		}
	}
	return nil
}

// configFiles are all files of the tree, by relative path. Beside a stock tree the own settings go into .local files, which
// win over its .conf files. Source of the order: jail.conf(5).
func configFiles(paths Paths, opts Options) map[string]string {
	ending := ".conf"
	if opts.Stock != "" {
		ending = ".local"
	}
	files := map[string]string{
		"fail2ban" + ending: serverSection(paths, opts),
		"jail" + ending:     defaultSection(opts),
	}
	for _, jail := range opts.Jails {
		files["jail.d/"+jail.Name+".conf"] = jailSection(paths, jail)
		if jail.Filter.Definition != "" {
			files["filter.d/"+jail.Filter.file()+".conf"] = jail.Filter.Definition
		}
		if jail.Action.Definition != "" {
			files["action.d/"+jail.Action.file()+".conf"] = strings.ReplaceAll(jail.Action.Definition, "ACTIONS_LOG", paths.Actions)
		}
	}
	for name, text := range opts.Files {
		files[name] = text
	}
	return files
}

func serverSection(paths Paths, opts Options) string {
	database := paths.Database
	if opts.NoDatabase {
		database = "None"
	}
	return lines("[Definition]",
		"loglevel = "+opts.LogLevel,
		"logtarget = "+paths.Log,
		"syslogsocket = auto",
		"socket = "+paths.Socket,
		"pidfile = "+paths.PIDFile,
		"allowipv6 = auto",
		"dbfile = "+database,
		"dbpurgeage = "+seconds(opts.PurgeAge),
		"dbmaxmatches = 10")
}

func defaultSection(opts Options) string {
	return lines(append([]string{
		"[DEFAULT]",
		"action = " + opts.Action.inJail("%(__name__)s"),
		"usedns = no",
		"logencoding = utf-8",
		"ignoreself = " + fmt.Sprint(opts.IgnoreSelf),
	}, opts.Defaults...)...)
}

func jailSection(paths Paths, jail Jail) string {
	section := []string{
		"[" + jail.Name + "]",
		"enabled = " + fmt.Sprint(!jail.Disabled),
		"filter = " + jail.Filter.Name,
		// In each jail, because the stock configurations of some distributions set it for single jails.
		"backend = " + jail.Backend,
		"maxretry = " + fmt.Sprint(jail.MaxRetry),
		"findtime = " + seconds(jail.FindTime),
		"bantime = " + seconds(jail.BanTime),
		"ignoreip = " + strings.Join(jail.IgnoreIP, " "),
		"action = " + jail.Action.inJail(jail.Name),
	}
	if jail.Port != "" {
		section = append(section, "port = "+jail.Port)
	}
	if log := paths.logOf(jail); log != "" {
		section = append(section, "logpath = "+log)
	}
	return lines(append(section, jail.Lines...)...)
}

// seconds writes a length of time as fail2ban counts; every negative one is permanent.
func seconds(d time.Duration) string {
	if d < 0 {
		return "-1"
	}
	return fmt.Sprint(int64(d / time.Second))
}

func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

func writeFile(root, name, text string) error {
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

func makeLog(path string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the log that a jail reads: %w", err)
	}
	return file.Close()
}

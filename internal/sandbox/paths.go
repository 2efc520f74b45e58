package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
)

// Paths are the places of one server; all are absolute.
type Paths struct {
	// Dir holds everything else, except the socket if the directory's path is too long for it.
	Dir string
	// Config is the private /etc/fail2ban.
	Config string
	// Socket is where the server answers.
	Socket string
	// PIDFile is the server's own.
	PIDFile string
	// Database is fail2ban's; it does not exist with [Options.NoDatabase].
	Database string
	// Log is the server's own log.
	Log string
	// Logs is the directory of the logs that the jails read.
	Logs string
	// Actions is what [FileAction] writes.
	Actions string
	// Output is what the server says on its standard output and error; mostly nothing.
	Output string
}

// maxSocketPath is the longest path of a Unix socket in bytes. Source: unix(7), sun_path less the final zero byte.
const maxSocketPath = 107

// makePaths makes the directories. temporary are those that have to be removed at the end.
func makePaths(dir string) (paths Paths, temporary []string, err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "bangui-f2b-"); err != nil {
			return Paths{}, nil, fmt.Errorf("make a directory for fail2ban: %w", err)
		}
		temporary = append(temporary, dir)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return Paths{}, temporary, err
	}
	if !plainPath.MatchString(dir) {
		return Paths{}, temporary, fmt.Errorf("directory %q: its name has characters that mean something else to fail2ban", dir)
	}
	paths = Paths{
		Dir:      dir,
		Config:   filepath.Join(dir, "config"),
		Socket:   filepath.Join(dir, "run", "fail2ban.sock"),
		PIDFile:  filepath.Join(dir, "run", "fail2ban.pid"),
		Database: filepath.Join(dir, "lib", "fail2ban.sqlite3"),
		Log:      filepath.Join(dir, ServerLog),
		Logs:     filepath.Join(dir, "logs"),
		Actions:  filepath.Join(dir, "actions.log"),
		Output:   filepath.Join(dir, "run", "output"),
	}
	for _, sub := range []string{"config", "run", "lib", "logs"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return Paths{}, temporary, err
		}
	}
	if len(paths.Socket) <= maxSocketPath {
		return paths, temporary, nil
	}
	short, err := os.MkdirTemp("/tmp", "f2b-")
	if err != nil {
		return Paths{}, temporary, fmt.Errorf("make a short directory for the socket: %w", err)
	}
	paths.Socket = filepath.Join(short, "fail2ban.sock")
	return paths, append(temporary, short), nil
}

// logOf is the log that a jail reads; empty if it reads none.
func (p Paths) logOf(jail Jail) string {
	if jail.Filter.Name == "" {
		return ""
	}
	path := or(jail.LogPath, filepath.Join(p.Logs, jail.Name+".log"))
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.Dir, path)
}

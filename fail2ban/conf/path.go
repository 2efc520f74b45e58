package conf

import "strings"

// joinPath is os.path.join: an absolute second part stands for itself, and nothing is cleaned. The names of files must be those that
// fail2ban makes, because it compares them as text.
func joinPath(dir, name string) string {
	switch {
	case strings.HasPrefix(name, "/"):
		return name
	case dir == "" || strings.HasSuffix(dir, "/"):
		return dir + name
	}
	return dir + "/" + name
}

// splitPath is os.path.split.
func splitPath(path string) (dir, base string) {
	at := strings.LastIndexByte(path, '/') + 1
	dir, base = path[:at], path[at:]
	if short := strings.TrimRight(dir, "/"); short != "" {
		dir = short
	}
	return dir, base
}

// splitExtension is os.path.splitext: dots at the beginning of a name begin no extension.
func splitExtension(path string) (root, extension string) {
	base := strings.LastIndexByte(path, '/') + 1
	dot := strings.LastIndexByte(path[base:], '.')
	if dot <= 0 || strings.Trim(path[base:base+dot], ".") == "" {
		return path, ""
	}
	return path[:base+dot], path[base+dot:]
}

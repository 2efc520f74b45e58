package conf

import (
	"maps"
	"slices"
	"sync"
)

// loader reads each file once, so that all that is told about a configuration is about the same files. Several goroutines may use it.
type loader struct {
	source FileSystem
	limits Limits

	mu    sync.Mutex
	files map[string]*loaded
}

// loaded is a file that was tried to be read.
type loaded struct {
	file *File
	// size is how many bytes it has.
	size int
	// err is why it could not be opened; then there is no file.
	err error
}

func newLoader(source FileSystem, limits Limits) *loader {
	return &loader{source: source, limits: limits, files: make(map[string]*loaded)}
}

func (l *loader) load(name string) *loaded {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.files[name]; ok {
		return known
	}
	result := &loaded{}
	raw, err := readFile(l.source, name, l.limits.FileBytes)
	if err != nil {
		result.err = err
	} else {
		result.file, result.size = parse(name, raw, l.limits), len(raw)
	}
	l.files[name] = result
	return result
}

// all are the files that were read so far, by name.
func (l *loader) all() []*File {
	l.mu.Lock()
	defer l.mu.Unlock()
	var files []*File
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if file := l.files[name].file; file != nil {
			files = append(files, file)
		}
	}
	return files
}

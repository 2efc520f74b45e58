package conf

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// FileSystem is what the engine sees of a machine. Names are as in package os: absolute, or relative to the working directory. [OS] is
// the machine itself, [Overlay] the machine as it will be after a change.
type FileSystem interface {
	// Open opens a file to be read.
	Open(name string) (fs.File, error)
	// Stat tells about what a name leads to, Lstat about the name itself.
	Stat(name string) (fs.FileInfo, error)
	Lstat(name string) (fs.FileInfo, error)
	// ReadDir returns at most that many entries of a directory, in the order of the directory.
	ReadDir(name string, most int) ([]fs.DirEntry, error)
}

// OS is the file system of this machine.
func OS() FileSystem { return osFiles{} }

type osFiles struct{}

func (osFiles) Open(name string) (fs.File, error)      { return os.Open(name) }
func (osFiles) Stat(name string) (fs.FileInfo, error)  { return os.Stat(name) }
func (osFiles) Lstat(name string) (fs.FileInfo, error) { return os.Lstat(name) }

func (osFiles) ReadDir(name string, most int) ([]fs.DirEntry, error) {
	dir, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(most)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return entries, err
}

// exists reports whether a name leads to something, as os.path.exists does.
func exists(files FileSystem, name string) bool {
	_, err := files.Stat(name)
	return err == nil
}

// isRegular is os.path.isfile.
func isRegular(files FileSystem, name string) bool {
	info, err := files.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func isDirectory(files FileSystem, name string) bool {
	info, err := files.Stat(name)
	return err == nil && info.IsDir()
}

// readFile reads a file that has at most that many bytes. Of a larger one it returns one byte more. What is no regular file is refused: a
// pipe would make us wait.
func readFile(files FileSystem, name string, most int) ([]byte, error) {
	info, err := files.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNoFile}
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, int64(most)+1))
}

var errNoFile = errors.New("is not a regular file")

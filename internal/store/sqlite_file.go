package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"bangui/internal/fault"
)

// sqliteMagic is how every SQLite database begins. Source: https://www.sqlite.org/fileformat.html#magic_header_string
const sqliteMagic = "SQLite format 3\x00"

// prepareFile makes sure that the file can be used, and says what is wrong better than SQLite can. A new file is readable by its
// owner only; SQLite gives the files beside it the same mode.
func (e sqliteEngine) prepareFile() error {
	if err := e.checkDirectory(); err != nil {
		return err
	}
	file, err := os.OpenFile(e.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return e.explainFile(err)
	}
	head := make([]byte, len(sqliteMagic))
	n, err := io.ReadFull(file, head)
	if closeErr := file.Close(); closeErr != nil {
		return e.explainFile(closeErr)
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return e.explainFile(err)
	case !bytes.Equal(head[:n], []byte(sqliteMagic)):
		return e.notADatabase(nil)
	}
	return nil
}

func (e sqliteEngine) checkDirectory() error {
	dir := filepath.Dir(e.path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Invalid.Wrapf(err, "the directory %s, where the database belongs, does not exist", dir).
			WithMend("Create it with `mkdir -p -m 700 %s`, or name another one.", dir)
	case err != nil:
		return e.explainFile(err)
	case !info.IsDir():
		return fault.Invalid.Errorf("%s, where the database belongs, is not a directory", dir)
	}
	return nil
}

// explainFile explains what the system says about the file.
func (e sqliteEngine) explainFile(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return e.notWritable(err)
	case errors.Is(err, syscall.EISDIR):
		return fault.Invalid.Wrapf(err, "the database %s is a directory, not a file", e.path).
			WithMend("Remove the directory if it is empty, or name another file.")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return e.diskFull(err)
	default:
		return fault.Unavailable.Wrapf(err, "the database file %s cannot be opened", e.path)
	}
}

func (e sqliteEngine) notWritable(cause error) error {
	return fault.Invalid.Wrapf(cause, "the database file %s or its directory may not be read and written by this user", e.path).
		WithMend("Give both to the user that runs this program, or name another directory.")
}

func (e sqliteEngine) notADatabase(cause error) error {
	return fault.Invalid.Wrapf(cause, "the file %s is not a SQLite database", e.path).
		WithMend("Move it away, restore a backup, or name another file.")
}

func (e sqliteEngine) diskFull(cause error) error {
	return fault.Unavailable.Wrapf(cause, "the disk that holds the database %s is full", e.path).
		WithMend("Free some space; nothing that was acknowledged is lost.")
}

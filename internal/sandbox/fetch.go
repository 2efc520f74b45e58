package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Fetch puts one of the versions that we are tested with into the cache, unless it is there: it downloads Debian's package from
// the archive that this machine's apt uses, and unpacks it. Nothing is installed. A version that cannot be had is noted in the
// cache; it is returned with its reason, and without an error.
func Fetch(ctx context.Context, number, cacheDir string) (Version, error) {
	if v := cached(cacheDir, number); v.Reason == "" {
		return v, nil
	}
	if err := os.MkdirAll(cacheDir, 0o755); err != nil {
		return Version{}, fmt.Errorf("make the cache: %w", err)
	}
	err := fetch(ctx, number, cacheDir)
	if ctx.Err() != nil {
		return Version{}, ctx.Err()
	}
	if err != nil {
		note := strings.Join(strings.Fields(err.Error()), " ")
		return cachedNote(cacheDir, number, note)
	}
	_ = os.Remove(notePath(cacheDir, number))
	return cached(cacheDir, number), nil
}

func cachedNote(cacheDir, number, note string) (Version, error) {
	if err := os.WriteFile(notePath(cacheDir, number), []byte(note+"\n"), 0o644); err != nil {
		return Version{}, err
	}
	return cached(cacheDir, number), nil
}

// Releases are the numbers of all versions that we are tested with, oldest first.
func Releases() []string {
	var numbers []string
	for _, r := range releases() {
		numbers = append(numbers, r.number)
	}
	return numbers
}

func fetch(ctx context.Context, number, cacheDir string) error {
	mirror, err := debianMirror(ctx)
	if err != nil {
		return err
	}
	for _, r := range releases() {
		if r.number != number {
			continue
		}
		var errs []error
		for _, suite := range r.suites {
			err := fetchFrom(ctx, mirror, suite, number, cacheDir)
			if err == nil {
				return nil
			}
			errs = append(errs, fmt.Errorf("%s: %w", suite, err))
		}
		return errors.Join(errs...)
	}
	return fmt.Errorf("it is not known which release of Debian has fail2ban %s", number)
}

// fetchFrom works in a directory inside the cache, so that the tree appears there in one step.
func fetchFrom(ctx context.Context, mirror, suite, number, cacheDir string) error {
	dir, err := os.MkdirTemp(cacheDir, ".fetch-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	a, err := newAPT(dir, mirror, suite)
	if err != nil {
		return err
	}
	deb, err := a.download(ctx, "fail2ban")
	if err != nil {
		return err
	}
	if has, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(deb), "fail2ban_"), "-"); has != number {
		return fmt.Errorf("has fail2ban %s instead", has)
	}
	tree := filepath.Join(dir, "tree")
	if _, err := runIn(ctx, dir, "dpkg", "-x", deb, tree); err != nil {
		return err
	}
	compile(ctx, tree)
	return os.Rename(tree, filepath.Join(cacheDir, number))
}

// compile saves each start half a second, also of a copy, whose files are younger. What does not compile with this Python shows when it is run.
func compile(ctx context.Context, tree string) {
	if python, err := FindPython(); err == nil {
		_, _ = runIn(ctx, tree, python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "usr/lib/python3/dist-packages")
	}
}

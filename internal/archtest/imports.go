package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Imports returns what each package below root imports outside its tests, for all build tags. Packages of the module are
// named without the module's name and slash.
func Imports(root fs.FS, module string) (map[string][]string, error) {
	imports := make(map[string][]string)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skip(name, entry)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return addFile(imports, root, name, module)
	})
	for name := range imports {
		slices.Sort(imports[name])
		imports[name] = slices.Compact(imports[name])
	}
	return imports, err
}

// skip leaves out what the go command leaves out too, and modules of their own.
func skip(name string, entry fs.DirEntry) error {
	base := entry.Name()
	if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules" || base == "tools") {
		return fs.SkipDir
	}
	return nil
}

func addFile(imports map[string][]string, root fs.FS, name, module string) error {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		return err
	}
	pkg := path.Dir(name)
	imports[pkg] = append(imports[pkg], []string{}...)
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		imports[pkg] = append(imports[pkg], strings.TrimPrefix(target, module+"/"))
	}
	return nil
}

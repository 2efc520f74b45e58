// Command openapigen writes the OpenAPI document of the API to the file that it is given.
package main

import (
	"fmt"
	"os"

	"bangui/internal/httpapi"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "openapigen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("expected one argument, the file to write, not %d", len(args))
	}
	text, err := httpapi.Document()
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], text, 0o644)
}

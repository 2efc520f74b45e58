package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	"bangui/fail2ban/conf"
)

type fail2banDump struct {
	configurationFlags `embed:""`
}

// Run prints a command a line. It fails if fail2ban rejects the configuration.
func (c *fail2banDump) Run(ctx context.Context) error {
	read, err := c.read(ctx)
	if err != nil {
		return err
	}
	stream, err := read.Stream()
	if err != nil {
		return rejected(err)
	}
	if c.json() {
		return printJSON(struct {
			Version  string         `json:"version"`
			Commands []conf.Command `json:"commands"`
		}{read.Version(), stream})
	}
	out := bufio.NewWriter(os.Stdout)
	for _, command := range stream {
		_, _ = fmt.Fprintln(out, command) // Flush tells
	}
	return out.Flush()
}

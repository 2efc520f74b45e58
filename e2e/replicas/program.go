package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// bangui runs the program on the cluster's database, which must succeed, and returns what it prints.
func (c *cluster) bangui(input string, args ...string) string {
	code, said := c.program(input, []string{"BANGUI_DATABASE_URL=" + c.server.URL(c.database)}, args...)
	if code != 0 {
		c.failf("bangui %s ended with %d: %s", strings.Join(args, " "), code, said)
	}
	return said
}

// program runs the program with nothing of this machine's environment and returns its exit code, -1 if it did not end by itself.
func (t *trial) program(input string, environ []string, args ...string) (code int, said string) {
	ctx, cancel := context.WithTimeout(t.ctx, time.Minute)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, t.binary, args...)
	cmd.Env = append([]string{"HOME=" + t.rig.Dir, "BANGUI_CONFIG=" + os.DevNull}, environ...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &out, &out
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), out.String()
	}
	t.must(fmt.Sprintf("run bangui %s", strings.Join(args, " ")), err)
	return 0, out.String()
}

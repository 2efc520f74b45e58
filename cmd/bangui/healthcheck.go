package main

import (
	"context"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"bangui/internal/doctor"
)

// healthcheckCommand asks our own server how it is, where there is no curl: in containers.
type healthcheckCommand struct {
	settingFlags `embed:""`
	URL          string `name:"url" placeholder:"URL" help:"Ask here, such as http://127.0.0.1:8080; where the settings say that the server listens by default."`
	Live         bool   `help:"Ask whether the process is alive, /healthz, instead of whether it is ready for requests, /readyz."`
}

// Run fails unless the server answers that it is well.
func (c *healthcheckCommand) Run(ctx context.Context, parsed *kong.Context) error {
	where := doctor.Address{URL: c.URL}
	if c.URL == "" {
		s, err := c.loadSettings(parsed)
		if err != nil {
			return err
		}
		where.Listen, where.BasePath = s.Listen, s.BasePath
	}
	path := "/readyz"
	if c.Live {
		path = "/healthz"
	}
	answer, err := doctor.Ask(ctx, where, path)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bangui: not healthy:", err)
		return ended{code: 1}
	}
	if !answer.Ready {
		fmt.Fprintln(os.Stderr, "bangui: not ready:", answer.Failing())
		return ended{code: 1}
	}
	return printf("ok\n")
}

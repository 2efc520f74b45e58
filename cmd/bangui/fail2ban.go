package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/sandbox"
)

// fail2banCommand looks at fail2ban's configuration. It needs neither a running fail2ban nor Python, and writes nothing.
type fail2banCommand struct {
	Dump    fail2banDump    `cmd:"" help:"Print the commands that fail2ban makes of its configuration, as fail2ban-client -d does."`
	Explain fail2banExplain `cmd:"" help:"Say what value an option of a jail has, and which file and line it comes from."`
	Lint    fail2banLint    `cmd:"" help:"Say what is wrong with fail2ban's configuration, and how to mend it."`
}

// configurationFlags say which configuration to look at.
type configurationFlags struct {
	ConfigDir string `env:"BANGUI_FAIL2BAN_CONFIG_DIR" default:"/etc/fail2ban" placeholder:"DIR" help:"fail2ban's configuration: /etc/fail2ban by default."`
	For       string `placeholder:"VERSION" help:"Read it as this version of fail2ban does, such as 1.0.2; the installed one by default, or else 1.1.1."`
	Format    string `short:"o" default:"text" enum:"text,json" placeholder:"FORMAT" help:"text or json; text by default."`
}

func (f configurationFlags) json() bool { return f.Format == "json" }

// read reads the configuration.
func (f configurationFlags) read(ctx context.Context) (*conf.Config, error) {
	c, err := conf.Read(conf.Options{Dir: f.ConfigDir, Version: f.version(ctx)})
	if err != nil {
		return nil, fault.Invalid.Wrapf(err, "%v", err).WithMend("Give the directory with --config-dir, and the version with --for.")
	}
	return c, nil
}

func (f configurationFlags) version(ctx context.Context) string {
	if f.For != "" {
		return f.For
	}
	installed, err := sandbox.Installed(ctx)
	if err == nil {
		return installed.Number
	}
	fmt.Fprintf(os.Stderr, "bangui: fail2ban's version is not known here, and taken for %s (--for says otherwise)\n", conf.Newest)
	return conf.Newest
}

// rejected tells the person at the terminal why fail2ban does not take the configuration.
func rejected(err error) error {
	e, ok := errors.AsType[*conf.Error](err)
	if !ok {
		return err
	}
	kind, what := fault.Invalid, "fail2ban rejects this configuration: "
	if e.Finding.Severity != conf.Fatal {
		kind, what = fault.NotFound, ""
	}
	return kind.Wrapf(err, "%s%v", what, err).WithMend("%s", e.Finding.Mend)
}

package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/agent"
	"bangui/internal/host"
)

// enforceCommand looks after what the kernel of this machine blocks. It needs no database and no server.
type enforceCommand struct {
	Load   enforceLoad   `cmd:"" help:"Block what was in force last, also if it was switched off here; systemd does this before the network is there."`
	Show   enforceShow   `cmd:"" help:"Show what the kernel of this machine blocks."`
	Remove enforceRemove `cmd:"" help:"Take all of it out of the kernel, and keep it out until load is said on this machine."`
}

// enforcerDo opens what this machine blocks for one piece of work.
func enforcerDo(flags settingFlags, parsed *kong.Context, do func(agent.Enforcer) error) error {
	s, err := flags.loadSettings(parsed)
	if err != nil {
		return err
	}
	e := agent.OpenEnforcer(enforceDir(s), slog.New(slog.DiscardHandler))
	defer e.Close()
	return do(e)
}

// enforceLoad blocks what was in force last.
type enforceLoad struct {
	settingFlags `embed:""`
	AtBoot       bool `help:"Do nothing if it was switched off here, or by BANGUI_ENFORCE."`
}

// Run loads it.
func (c *enforceLoad) Run(ctx context.Context, parsed *kong.Context) error {
	s, err := c.loadSettings(parsed)
	if err != nil {
		return err
	}
	if c.AtBoot && !s.Enforce {
		return printf("BANGUI_ENFORCE is off: nothing is loaded.\n")
	}
	return enforcerDo(c.settingFlags, parsed, func(e agent.Enforcer) error {
		load := e.LoadKept
		if c.AtBoot {
			load = e.LoadAtBoot
		}
		began := time.Now()
		there, err := load(ctx)
		if err != nil {
			return err
		}
		if !there {
			return printf("Nothing is kept on this machine: a server that blocks lists here sends them within a minute.\n")
		}
		now, err := e.Enforcement(ctx)
		if err != nil {
			return err
		}
		return printf("Revision %d is in the kernel, with %d lists, after %s.\n", now.Revision, len(now.Lists), time.Since(began).Round(time.Millisecond))
	})
}

// enforceShow shows what the kernel blocks.
type enforceShow struct {
	settingFlags `embed:""`
	outputFlags  `embed:""`
}

// Run shows it. It fails if the kernel does not have what it should.
func (c *enforceShow) Run(ctx context.Context, parsed *kong.Context) error {
	return enforcerDo(c.settingFlags, parsed, func(e agent.Enforcer) error {
		now, err := e.Enforcement(ctx)
		if err != nil {
			return err
		}
		if err := c.print(now); err != nil {
			return err
		}
		if now.Obstacle != nil || now.Drift != "" {
			return ended{code: 1}
		}
		return nil
	})
}

func (c *enforceShow) print(now host.Enforcement) error {
	if c.json() {
		return printJSON(now)
	}
	if err := printf("%s", summary(now)); err != nil {
		return err
	}
	if len(now.Lists) > 0 {
		var table strings.Builder
		table.WriteString("\nLIST\tENTRIES\tADDRESSES\tINTERVALS\tSPARED\tPACKETS DROPPED\tBYTES\tSINCE\n")
		for _, l := range now.Lists {
			fmt.Fprintf(&table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n",
				l.Name, l.Entries, l.Addresses, l.Networks, l.Subtracted, l.Packets, l.Bytes, l.CountedSince.Format(time.DateTime))
		}
		if err := printTable(table.String()); err != nil {
			return err
		}
	}
	if len(now.Protected) == 0 {
		return nil
	}
	var table strings.Builder
	table.WriteString("\nPROTECTED\tWHY\tDETAIL\n")
	for _, p := range now.Protected {
		fmt.Fprintf(&table, "%s\t%s\t%s\n", p.Network, strings.ReplaceAll(string(p.Why), "_", " "), p.Detail)
	}
	return printTable(table.String())
}

// summary is what there is to say before the tables.
func summary(now host.Enforcement) string {
	var text strings.Builder
	if now.Obstacle != nil {
		fmt.Fprintf(&text, "Not possible: %s\n", now.Obstacle.Message)
		if now.Obstacle.Mend != "" {
			fmt.Fprintf(&text, "To mend it: %s\n", now.Obstacle.Mend)
		}
		return text.String()
	}
	switch {
	case now.Revision == 0 && !now.Armed:
		text.WriteString("Nothing is blocked in the kernel of this machine.\n")
	case now.Revision == 0:
		text.WriteString("Nothing is to be blocked.\n")
	default:
		fmt.Fprintf(&text, "Revision %d, in force since %s.\n", now.Revision, now.Since.Format(time.DateTime))
		if !now.Kept {
			text.WriteString("It does not come back at a boot before BanGUI runs: `systemctl enable bangui-enforce` changes that.\n")
		}
	}
	if now.Drift != "" {
		fmt.Fprintf(&text, "WRONG: %s. A running server mends it within a minute; `bangui enforce load` does so now.\n", now.Drift)
	}
	return text.String()
}

// enforceRemove takes everything out of the kernel.
type enforceRemove struct {
	settingFlags `embed:""`
	Keep         bool `help:"Only empty the kernel: what is in force is loaded again when the server is started."`
}

// Run removes it.
func (c *enforceRemove) Run(ctx context.Context, parsed *kong.Context) error {
	return enforcerDo(c.settingFlags, parsed, func(e agent.Enforcer) error {
		if c.Keep {
			if err := e.Unload(ctx); err != nil {
				return err
			}
			return printf("The kernel of this machine blocks no lists any more.\n")
		}
		if err := e.SwitchOff(ctx); err != nil {
			return err
		}
		return printf("The kernel of this machine blocks no lists any more, and no server can change that. `bangui enforce load` switches it on again.\n")
	})
}

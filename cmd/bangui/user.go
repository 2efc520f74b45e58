package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/user"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/account"
	"bangui/internal/audit"
)

// userCommand is for those who are locked out. All of it works while the server runs, and takes effect at the next request.
type userCommand struct {
	Add     userAdd     `cmd:"" help:"Create a user."`
	Passwd  userPasswd  `cmd:"" help:"Give a user another password, and end all sessions of that user."`
	List    userList    `cmd:"" help:"List the users."`
	Disable userDisable `cmd:"" help:"Keep a user out, and end all sessions of that user."`
	Enable  userEnable  `cmd:"" help:"Let a user in again."`
}

// accountsDo opens the accounts of the installation for one piece of work.
func accountsDo(ctx context.Context, flags settingFlags, parsed *kong.Context, do func(*account.Accounts, audit.Actor) error) (err error) {
	s, err := flags.loadSettings(parsed)
	if err != nil {
		return err
	}
	db, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(account.New(db, db, slog.New(slog.DiscardHandler)), operator())
}

// operator is who sits at the terminal, for the audit log.
func operator() audit.Actor {
	name := strconv.Itoa(os.Getuid())
	if who, err := user.Current(); err == nil {
		name = who.Username
	}
	return audit.Actor{Name: "command line (" + name + ")"}
}

type userAdd struct {
	settingFlags  `embed:""`
	passwordFlags `embed:""`
	Name          string `arg:"" help:"The name to sign in with."`
	Role          string `required:"" enum:"administrator,operator,viewer" placeholder:"ROLE" help:"administrator, operator or viewer."`
}

// Run creates the user.
func (c *userAdd) Run(ctx context.Context, parsed *kong.Context) error {
	return accountsDo(ctx, c.settingFlags, parsed, func(accounts *account.Accounts, actor audit.Actor) error {
		password, err := c.password()
		if err != nil {
			return err
		}
		created, err := accounts.AddUser(ctx, c.Name, account.Role(c.Role), password, actor)
		if err != nil {
			return err
		}
		return c.tell(password, "%s can sign in now, as %s.", created.Name, created.Role)
	})
}

type userPasswd struct {
	settingFlags  `embed:""`
	passwordFlags `embed:""`
	Name          string `arg:"" help:"The name to sign in with."`
}

// Run changes the password.
func (c *userPasswd) Run(ctx context.Context, parsed *kong.Context) error {
	return accountsDo(ctx, c.settingFlags, parsed, func(accounts *account.Accounts, actor audit.Actor) error {
		password, err := c.password()
		if err != nil {
			return err
		}
		if err := accounts.ChangePassword(ctx, c.Name, password, actor); err != nil {
			return err
		}
		return c.tell(password, "%s has a new password; all sessions of this user have ended.", c.Name)
	})
}

type userDisable struct {
	settingFlags `embed:""`
	Name         string `arg:"" help:"The name of the user."`
}

// Run keeps the user out.
func (c *userDisable) Run(ctx context.Context, parsed *kong.Context) error {
	return accountsDo(ctx, c.settingFlags, parsed, func(accounts *account.Accounts, actor audit.Actor) error {
		if err := accounts.DisableUser(ctx, c.Name, actor); err != nil {
			return err
		}
		return printf("%s cannot sign in any more; all sessions of this user have ended.\n", c.Name)
	})
}

type userEnable struct {
	settingFlags `embed:""`
	Name         string `arg:"" help:"The name of the user."`
}

// Run lets the user in again.
func (c *userEnable) Run(ctx context.Context, parsed *kong.Context) error {
	return accountsDo(ctx, c.settingFlags, parsed, func(accounts *account.Accounts, actor audit.Actor) error {
		if err := accounts.EnableUser(ctx, c.Name, actor); err != nil {
			return err
		}
		return printf("%s can sign in again.\n", c.Name)
	})
}

type userList struct {
	settingFlags `embed:""`
	outputFlags  `embed:""`
}

// userRow is a user as scripts see one.
type userRow struct {
	Name         string     `json:"name"`
	Role         string     `json:"role"`
	Disabled     bool       `json:"disabled"`
	CreatedAt    time.Time  `json:"created_at"`
	LastSignInAt *time.Time `json:"last_sign_in_at"`
}

// Run lists the users.
func (c *userList) Run(ctx context.Context, parsed *kong.Context) error {
	return accountsDo(ctx, c.settingFlags, parsed, func(accounts *account.Accounts, _ audit.Actor) error {
		users, err := accounts.Users(ctx)
		if err != nil {
			return err
		}
		rows := make([]userRow, len(users))
		for i, u := range users {
			rows[i] = userRow{Name: u.Name, Role: string(u.Role), Disabled: u.Disabled, CreatedAt: u.CreatedAt}
			if !u.LastSignInAt.IsZero() {
				rows[i].LastSignInAt = &u.LastSignInAt
			}
		}
		if c.json() {
			return printJSON(map[string]any{"items": rows})
		}
		return printUsers(rows)
	})
}

func printUsers(rows []userRow) error {
	var table strings.Builder
	fmt.Fprintln(&table, "NAME\tROLE\tSTATE\tLAST SIGN-IN")
	for _, r := range rows {
		state, last := "enabled", "never"
		if r.Disabled {
			state = "disabled"
		}
		if r.LastSignInAt != nil {
			last = r.LastSignInAt.Format(time.RFC3339)
		}
		fmt.Fprintf(&table, "%s\t%s\t%s\t%s\n", r.Name, r.Role, state, last)
	}
	return printTable(table.String())
}

// outputFlags choose between people and scripts.
type outputFlags struct {
	Output string `short:"o" default:"text" enum:"text,json" placeholder:"FORMAT" help:"text or json; text by default."`
}

func (f outputFlags) json() bool { return f.Output == "json" }

func printJSON(v any) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func printf(format string, args ...any) error {
	_, err := fmt.Printf(format, args...)
	return err
}

// printTable lines up what tabs separate.
func printTable(text string) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if _, err := io.WriteString(table, text); err != nil {
		return err
	}
	return table.Flush()
}

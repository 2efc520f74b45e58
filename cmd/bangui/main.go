// Command bangui watches, controls and configures fail2ban from the browser.
//
// Exit codes: 0 after an orderly stop, 1 for what went wrong, 64 for wrong flags, 75 if the same may work later, 78 if settings
// or the shape of the installation must be mended first.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // time zones also where the system has none

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/box"
)

// version is set by the linker.
var version = "dev"

// patience is how long after the first Ctrl-C a second one is taken for the same, as some programs send two. After that it
// ends us at once.
const patience = time.Second

// exitUsage is for wrong flags. Source: sysexits.h.
const exitUsage = 64

// commands is the command line.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Start the server for the fail2ban of this machine."`
	Demo     demoCommand     `cmd:"" help:"Start a private fail2ban under generated attacks, and the server for it."`
	Store    storeCommand    `cmd:"" help:"Back up, restore, move and check the database."`
	History  historyCommand  `cmd:"" help:"Look after the history of bans."`
	User     userCommand     `cmd:"" help:"Look after users from the command line, for those who are locked out."`
	Config   configCommand   `cmd:"" help:"Check and show the settings of BanGUI itself."`
	Fail2ban fail2banCommand `cmd:"" name:"fail2ban" help:"Look at the configuration of fail2ban: what it comes to, why, and what is wrong with it."`
	Enforce  enforceCommand  `cmd:"" help:"Look after the lists that the kernel of this machine blocks."`
	Doctor   doctorCommand   `cmd:"" help:"Say what is wrong with this installation, and how to mend it."`

	Dev devCommand `cmd:"" hidden:"" help:"Tools for those who work on BanGUI."`

	Healthcheck healthcheckCommand `cmd:"" help:"Ask the server whether it is ready; for containers."`

	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	box.Enter()
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("bangui"), kong.Description("Watch, control and configure fail2ban from the browser."),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bangui:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bangui:", err)
		fmt.Fprintln(os.Stderr, "Try: bangui --help")
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(patience, stop) })
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(parsed)
	if end, ok := errors.AsType[ended](err); ok {
		return end.code
	}
	if err != nil {
		fmt.Fprint(os.Stderr, complaint(err))
	}
	return app.ExitCode(err)
}

// versionCommand prints the version.
type versionCommand struct{}

// Run prints it.
func (versionCommand) Run() error {
	_, err := fmt.Println(version)
	return err
}

package localhost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// sameProgram says why fail2ban's programs beside us are no help; empty if they are of the version that the configuration is read for.
func (h *Host) sameProgram(ctx context.Context, version string) string {
	found, err := h.clientVersion(ctx)
	switch {
	case err != nil:
		return "fail2ban's programs are not installed beside bangui"
	case found != version:
		return fmt.Sprintf("the fail2ban beside bangui is %s, and the server is %s", found, version)
	}
	return ""
}

// client has fail2ban's own client read the configuration as it would be, and compares what it makes of it with what we make of it.
func (a *assessment) client(ctx context.Context) error {
	if why := a.host.sameProgram(ctx, a.Version); why != "" {
		a.note("Only bangui itself has read the configuration: %s.", why)
		return nil
	}
	dir, err := os.MkdirTemp("", "bangui-read-")
	if err != nil {
		return fault.Unavailable.Wrapf(err, "there is no room to read the configuration as it would be")
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is in the directory for temporary files
	if err := copyConfiguration(a.host.opts.ConfigDir, dir, a.changes); err != nil {
		return fault.Unavailable.Wrapf(err, "the configuration cannot be copied to be read as it would be")
	}
	printed, _, err := a.host.runClient(ctx, "-c", dir, "-d")
	if err != nil {
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			f.Message = strings.ReplaceAll(f.Message, dir, a.host.opts.ConfigDir)
		}
		return err
	}
	printed = []byte(strings.ReplaceAll(string(printed), dir, strings.TrimRight(a.host.opts.ConfigDir, "/")))
	if our, their, same := sameLines(a.after.lines, printed); !same {
		a.object(host.Objection{Step: host.StepClient,
			Message: fmt.Sprintf("bangui and fail2ban-client read the configuration differently, so that it is not known what would be applied. bangui: %s. fail2ban-client: %s",
				record.Cut(oneLine(our), 300), record.Cut(oneLine(their), 300)),
			Mend: "Write what differs in another way, or apply it by hand. Please report it: this should not happen."})
	}
	return nil
}

// copyConfiguration copies the files of a configuration, with changes. Links are followed, as fail2ban follows them.
func copyConfiguration(from, to string, changes []configdir.Change) error {
	c := &copier{left: 10_000}
	if err := c.dir(from, to, 0); err != nil {
		return err
	}
	for _, change := range changes {
		path := filepath.Join(to, filepath.FromSlash(change.Name))
		if change.Text == nil {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, change.Text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

type copier struct{ left int }

func (c *copier) dir(from, to string, depth int) error {
	const maxDepth = 8
	entries, err := os.ReadDir(from)
	if err != nil || depth > maxDepth {
		return err
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, entry := range entries {
		if c.left--; c.left < 0 {
			return errors.New("too many files")
		}
		source, target := filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())
		info, err := os.Stat(source)
		switch {
		case err != nil: // a link to nothing: fail2ban does not read it either
		case info.IsDir():
			err = c.dir(source, target, depth+1)
		case info.Mode().IsRegular() && info.Size() <= configdir.MaxText:
			err = copyFile(source, target)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// trial sends the commands of all jails that change to a scratch server.
func (a *assessment) trial(ctx context.Context) error {
	if len(a.changed) == 0 {
		return nil
	}
	if why := a.host.sameProgram(ctx, a.Version); why != "" {
		a.note("Whether fail2ban's server takes the configuration could not be tried before: %s.", why)
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	scratch, err := a.host.startScratch(ctx)
	if err != nil {
		return err
	}
	defer scratch.close()
	for _, jail := range a.changed {
		a.host.reached("trying " + jail)
		commands, err := a.after.jail(jail)
		if err != nil {
			return err
		}
		if err := a.tryJail(ctx, scratch, jail, commands); err != nil {
			return err
		}
	}
	a.Tried = true
	return nil
}

// tryJail notes all that the scratch server refuses.
func (a *assessment) tryJail(ctx context.Context, scratch *scratch, jail string, commands stream) error {
	for _, command := range commands {
		if text(command, 0) == "start" {
			continue
		}
		_, err := scratch.client.Do(ctx, command...)
		refused, ok := errors.AsType[*fail2ban.CommandError](err)
		if err != nil && !ok {
			return fault.Unavailable.Wrapf(err, "the configuration of jail %s could not be tried: the scratch server did not answer", jail)
		}
		if ok {
			option, _ := optionOf(command)
			a.object(host.Objection{Step: host.StepTrial, Jail: jail, Option: option, Message: oneLine(refused.Text()), Mend: "Correct the option; fail2ban refuses it with these words."})
			if text(command, 0) == "add" {
				return nil
			}
		}
	}
	return nil
}

// loss objects if bans would be lost that nobody gave up.
func (a *assessment) loss(accepted []string) {
	for _, jail := range a.Plan.Jails {
		if jail.LosesBans && !slices.Contains(accepted, jail.Jail) {
			a.object(host.Objection{Step: host.StepLoss, Jail: jail.Jail,
				Message: fmt.Sprintf("%d bans of jail %s would be lost: it has to be stopped, and fail2ban has no database to restore them from", jail.Banned, jail.Jail),
				Mend:    "Agree to that, or set dbfile in fail2ban.local and restart fail2ban first."})
		}
	}
}

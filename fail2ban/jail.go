package fail2ban

import (
	"context"
	"strings"
)

// Jail is a handle for the commands about one jail. Making one sends nothing; calls fail with [UnknownJail] if there is no such
// jail and with [InvalidArgument] if there can be none of that name. Changes last until the jail is reloaded or restarted.
type Jail struct {
	client *Client
	name   string
}

// Jail returns a handle for the jail of that name.
func (c *Client) Jail(name string) Jail { return Jail{c, name} }

// Name is the name of the jail.
func (j Jail) Name() string { return j.name }

// Add creates the jail without starting it. Backend is such as auto, polling or systemd[journalflags=1]; empty means auto.
// Fails with [DuplicateJail].
func (j Jail) Add(ctx context.Context, backend string) error {
	if backend == "" {
		backend = "auto"
	}
	if err := checkText("backend", backend); err != nil {
		return err
	}
	return j.do(ctx, "add", j.name, backend)
}

// Start starts the jail's threads, restores its bans from the database and ends idling. Only a jail that exists can be started:
// one that was stopped is gone until it is loaded again, see [Client.Reload].
func (j Jail) Start(ctx context.Context) error { return j.do(ctx, "start", j.name) }

// Stop lifts the jail's bans and removes it. The bans stay in the database and come back when the jail is loaded again.
func (j Jail) Stop(ctx context.Context) error { return j.do(ctx, "stop", j.name) }

// Idle pauses reading and banning. Whether a jail is idle cannot be read.
func (j Jail) Idle(ctx context.Context) error { return j.do(ctx, "set", j.name, "idle", "on") }

// Resume ends what [Jail.Idle] began.
func (j Jail) Resume(ctx context.Context) error { return j.do(ctx, "set", j.name, "idle", "off") }

// AllJails is the target of a [Reload] of everything.
const AllJails = "--all"

// Reload is the order to load configuration that has been read already.
type Reload struct {
	// Target is the name of a jail, or [AllJails]. An error in the stream deletes the target: with AllJails every jail that was
	// not finished, bans lifted. So try streams on another server first, and reload jail by jail.
	Target string
	// Restart stops the jail first, so that changed actions and removed options take effect.
	Restart bool
	// Unban lifts all bans of the target.
	Unban bool
	// IfExists makes it no error if the target does not exist yet; it is added then.
	IfExists bool
	// Stream is the commands as fail2ban-client -d prints them. Their types matter: strings, ints, bools, nil, lists.
	Stream [][]any
}

// Reload sends a stream of configuration commands. Fails with *[CommandError] at the first command that fails; see
// [Reload.Target] for what that means.
func (c *Client) Reload(ctx context.Context, order Reload) error {
	if order.Target != AllJails {
		if err := CheckJailName(order.Target); err != nil {
			return err
		}
	}
	stream := make([]any, len(order.Stream))
	for i, command := range order.Stream {
		stream[i] = command
	}
	_, err := ask(ctx, c, done, "reload", order.Target, order.options(), stream)
	return err
}

func (r Reload) options() []string {
	options := []string{}
	if r.Restart {
		options = append(options, "--restart")
	}
	if r.Unban {
		options = append(options, "--unban")
	}
	if r.IfExists {
		options = append(options, "--if-exists")
	}
	return options
}

// jailAsk is ask for a command about a jail.
func jailAsk[T any](ctx context.Context, j Jail, read reader[T], words ...any) (T, error) {
	if err := CheckJailName(j.name); err != nil {
		var none T
		return none, err
	}
	return ask(ctx, j.client, read, words...)
}

func (j Jail) do(ctx context.Context, words ...any) error {
	_, err := jailAsk(ctx, j, done, words...)
	return err
}

func (j Jail) set(ctx context.Context, option string, value any) error {
	return j.do(ctx, "set", j.name, option, value)
}

func (j Jail) setText(ctx context.Context, argument, option, text string) error {
	if err := checkText(argument, text); err != nil {
		return err
	}
	return j.set(ctx, option, text)
}

// setMayBeEmpty is setText where an empty text takes the setting away.
func (j Jail) setMayBeEmpty(ctx context.Context, argument, option, text string) error {
	if strings.TrimSpace(text) == "" {
		return j.set(ctx, option, "")
	}
	return j.setText(ctx, argument, option, text)
}

func get[T any](ctx context.Context, j Jail, read reader[T], option string) (T, error) {
	return jailAsk(ctx, j, read, "get", j.name, option)
}

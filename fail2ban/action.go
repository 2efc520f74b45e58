package fail2ban

import (
	"context"
	"encoding/json"
	"net/netip"
	"regexp"
	"slices"

	"bangui/fail2ban/wire"
)

// Actions lists the names of the jail's actions. A jail without any bans nobody.
func (j Jail) Actions(ctx context.Context) ([]string, error) { return get(ctx, j, asTexts, "actions") }

// Action returns a handle for one action of the jail. Calls fail with [UnknownAction] if there is none of that name.
func (j Jail) Action(name string) Action { return Action{j, name} }

// Action is a handle for the commands about one action of a jail. Making one sends nothing.
type Action struct {
	jail Jail
	name string
}

// Properties lists the names of the action's properties: actionban, actionunban and the like, and its own such as port.
func (a Action) Properties(ctx context.Context) ([]string, error) {
	return actionAsk(ctx, a, asTexts, "get", a.jail.name, "actionproperties", a.name)
}

// Methods lists the names of what the action can be told to do.
func (a Action) Methods(ctx context.Context) ([]string, error) {
	return actionAsk(ctx, a, asTexts, "get", a.jail.name, "actionmethods", a.name)
}

// Property tells the value of a property: a string mostly, an int64 (timeout), a bool (norestored), or nil. Fails with
// [UnknownProperty], or with [NotTransferable] for the name of a method.
func (a Action) Property(ctx context.Context, property string) (wire.Value, error) {
	if err := checkProperty(property); err != nil {
		return nil, err
	}
	return actionAsk(ctx, a, asIs, "get", a.jail.name, "action", a.name, property)
}

// SetProperty sets a property. The properties that begin with "action" are shell commands of the server's user, usually root:
// whoever may call this owns the machine. Fails with [InvalidArgument] for the name of a method, which would be called.
func (a Action) SetProperty(ctx context.Context, property, value string) error {
	if err := checkProperty(property); err != nil {
		return err
	}
	methods, err := a.Methods(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(methods, property) {
		return invalid("property", "%q is a method", property)
	}
	_, err = actionAsk(ctx, a, done, "set", a.jail.name, "action", a.name, property, value)
	return err
}

// CheckConsistency runs the action's check of its firewall rules and, if that fails, sets them up again; bans are not put back:
// see [Action.Reban].
func (a Action) CheckConsistency(ctx context.Context) error {
	return a.call(ctx, "consistencyCheck")
}

// Flush runs the action's command that removes all its firewall rules at once. fail2ban still takes the addresses as banned.
func (a Action) Flush(ctx context.Context) error { return a.call(ctx, "flush") }

// Reban puts the firewall rule of a banned address back, after somebody else removed it. The ban itself does not change.
func (a Action) Reban(ctx context.Context, address netip.Prefix) error {
	if err := checkPrefix(address); err != nil {
		return err
	}
	family := "inet4"
	if address.Addr().Is6() {
		family = "inet6"
	}
	arguments, err := json.Marshal(map[string]any{"aInfo": map[string]string{"ip": BanID(address), "family": family}})
	if err != nil {
		return err
	}
	return a.call(ctx, "reban", string(arguments))
}

func (a Action) call(ctx context.Context, method string, arguments ...string) error {
	command := words([]any{"set", a.jail.name, "action", a.name, method}, arguments)
	_, err := actionAsk(ctx, a, done, command...)
	return err
}

func actionAsk[T any](ctx context.Context, a Action, read reader[T], words ...any) (T, error) {
	if err := checkText("action name", a.name); err != nil {
		var none T
		return none, err
	}
	return jailAsk(ctx, a.jail, read, words...)
}

// checkProperty refuses Python's inner names, which must not be asked for.
func checkProperty(property string) error {
	if !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,63}$`).MatchString(property) {
		return invalid("property", "%q is not a name that begins with a letter", shorten(property))
	}
	return nil
}

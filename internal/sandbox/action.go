package sandbox

import "strings"

// Action is what fail2ban does with an address.
type Action struct {
	// Name is the file in action.d without its ending, and may carry parameters as in nftables[port=22].
	Name string
	// Definition is the content of that file; empty means that the stock tree has it. ACTIONS_LOG in it is replaced by
	// [Paths.Actions].
	Definition string
}

// file is the name without parameters.
func (a Action) file() string {
	name, _, _ := strings.Cut(a.Name, "[")
	return name
}

func (a Action) or(instead Action) Action {
	if a.Name == "" {
		return instead
	}
	return a
}

// inJail is the line of a configuration. Actions get the name of their jail, unless they have parameters of their own.
func (a Action) inJail(jail string) string {
	if strings.Contains(a.Name, "[") {
		return a.Name
	}
	return a.Name + `[name="` + jail + `"]`
}

// FileAction writes a line into [Paths.Actions] for each start, ban, unban and stop, such as "ban ssh 203.0.113.7".
func FileAction() Action {
	return Action{Name: "sandbox-file", Definition: `[Definition]
actionstart = echo start '<name>' >> 'ACTIONS_LOG'
actionstop = echo stop '<name>' >> 'ACTIONS_LOG'
actioncheck =
actionban = echo ban '<name>' '<ip>' >> 'ACTIONS_LOG'
actionunban = echo unban '<name>' '<ip>' >> 'ACTIONS_LOG'

[Init]
name = default
`}
}

// NoAction does nothing and starts no process: for many bans.
func NoAction() Action {
	return Action{Name: "sandbox-none", Definition: `[Definition]
actionstart =
actionstop =
actioncheck =
actionban =
actionunban =

[Init]
name = default
`}
}

// FailingAction fails at every ban, as a broken firewall does: fail2ban then believes in bans that block nothing.
func FailingAction() Action {
	return Action{Name: "sandbox-failing", Definition: `[Definition]
actionstart =
actionstop =
actioncheck =
actionban = echo 'no such chain' >&2; exit 1
actionunban =

[Init]
name = default
`}
}

// NftablesAction keeps the addresses of a jail in the sets NAME-4 and NAME-6 of the table inet sandbox and drops their packets.
// Use it with [Options.NetNS] only. Source of the syntax: nft(8).
func NftablesAction() Action {
	return Action{Name: "sandbox-nftables", Definition: `[Definition]
actionstart = nft -f - <<'END'
              add table inet sandbox
              add chain inet sandbox <name> { type filter hook input priority -1; }
              add set inet sandbox <name>-4 { type ipv4_addr; }
              add set inet sandbox <name>-6 { type ipv6_addr; }
              add rule inet sandbox <name> ip saddr @<name>-4 drop
              add rule inet sandbox <name> ip6 saddr @<name>-6 drop
              END
actionstop = nft delete chain inet sandbox <name> && nft delete set inet sandbox <name>-4 && nft delete set inet sandbox <name>-6
actioncheck = nft list chain inet sandbox <name>
actionban = nft add element inet sandbox <name>-<set> '{ <ip> }'
actionunban = nft delete element inet sandbox <name>-<set> '{ <ip> }'

[Init]
name = default
set = 4

[Init?family=inet6]
set = 6
`}
}

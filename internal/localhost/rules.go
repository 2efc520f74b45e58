package localhost

import (
	"net"
	"strconv"
	"strings"

	"bangui/fail2ban"
	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// defaultFormula is that of fail2ban. Source: fail2ban/server/jail.py, setBanTimeExtra.
const defaultFormula = "ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor"

// rulesOf reads what decides about bans from the commands of a jail. What it does not say is as fail2ban has it. Sources:
// fail2ban/server/failmanager.py, fail2ban/server/actions.py.
func rulesOf(jail *conf.Jail) (host.Rules, error) {
	rules := host.Rules{MaxRetry: 3, FindTime: 600e9, BanTime: 600e9, Ignore: []string{}}
	self := true
	for _, command := range jail.Commands {
		if word(command, 0) != "set" || len(command) < 4 {
			continue
		}
		option, value := word(command, 2), command[3]
		text, _ := value.(string)
		var ok = true
		switch option {
		case "maxretry":
			n, number := value.(int64)
			rules.MaxRetry, ok = int(n), number && n > 0 && n < 1<<20
		case "findtime":
			rules.FindTime, ok = timeOf(text)
		case "bantime":
			rules.BanTime, ok = timeOf(text)
		case "bantime.increment":
			rules.Increment.Enabled = value == true
		case "bantime.factor":
			rules.Increment.Factor = text
		case "bantime.formula":
			rules.Formula = strings.ReplaceAll(text, " ", "") != strings.ReplaceAll(defaultFormula, " ", "")
		case "bantime.multipliers":
			rules.Increment.Multipliers = text
		case "bantime.maxtime":
			rules.Increment.MaxTime, ok = timeOf(text)
		case "bantime.rndtime":
			rules.Increment.RandomTime, ok = timeOf(text)
		case "bantime.overalljails":
			rules.Increment.OverallJails = value == true
		case "addignoreip":
			rules.Ignore = append(rules.Ignore, texts(command)...)
		case "ignoreself":
			self = value != false
		case "ignorecommand":
			rules.IgnoreCommand = text != ""
		}
		if !ok {
			return rules, fault.Invalid.Errorf("the %s of jail %s cannot be read here: %.40q", option, jail.Name, command.String()).
				WithMend("Write it as a number, or as a sum such as 1d 12h.")
		}
	}
	if _, err := strconv.ParseFloat(rules.Increment.Factor, 64); err != nil && rules.Increment.Factor != "" {
		rules.Formula = true
	}
	if self {
		rules.Ignore = append(rules.Ignore, ownAddresses()...)
	}
	return rules, nil
}

// ownAddresses are those of this machine.
func ownAddresses() []string {
	var own []string
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, addr := range addresses {
		if prefix, ok := ignoredPrefix(strings.Split(addr.String(), "/")[0]); ok {
			own = append(own, fail2ban.BanID(prefix))
		}
	}
	return own
}

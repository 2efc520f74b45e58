// Command sandbox runs a real fail2ban of its own for the browser tests and does what it is told on standard input, one order a line:
// attack JAIL ADDRESS N, kill, stop, restart, pause, resume. It answers each with a line: ok, or what went wrong. Its first
// line is a JSON object with the places of the server. With the argument stock its configuration has all that comes with fail2ban. It ends, and the server with it, when standard input is closed.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"bangui/internal/sandbox"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	options := sandbox.Options{Jails: jails(), IgnoreIP: []string{"192.0.2.0/24"}}
	if len(os.Args) == 2 && os.Args[1] == "stock" {
		options.Stock = sandbox.Version{}.StockConfig()
	}
	server, err := sandbox.Start(ctx, options)
	if err != nil {
		return err
	}
	defer server.Close()
	if err := json.NewEncoder(os.Stdout).Encode(server.Paths()); err != nil {
		return err
	}
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		if err := obey(ctx, server, strings.Fields(orders.Text())); err != nil {
			fmt.Println(strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Println("ok")
	}
	return orders.Err()
}

// jails are named as on a usual server.
func jails() []sandbox.Jail {
	return []sandbox.Jail{
		{Name: "sshd", Filter: sandbox.SSH(), BanTime: time.Hour},
		{Name: "nginx-http-auth", Filter: sandbox.Web(), BanTime: 2 * time.Hour},
		{Name: "postfix-sasl", Filter: sandbox.Mail(), BanTime: 30 * time.Minute},
		{Name: "recidive", Filter: sandbox.App(), BanTime: sandbox.Permanent},
	}
}

func obey(ctx context.Context, server *sandbox.Server, order []string) error {
	if len(order) == 4 && order[0] == "attack" {
		return attack(server, order[1], order[2], order[3])
	}
	switch strings.Join(order, " ") {
	case "kill":
		server.Kill()
	case "stop":
		server.Stop(ctx)
	case "restart":
		return server.Restart(ctx)
	case "pause":
		server.Pause()
	case "resume":
		server.Resume()
	default:
		return fmt.Errorf("unknown order %q", order)
	}
	return nil
}

func attack(server *sandbox.Server, jail, address, times string) error {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	return server.Attack(jail, addr, n)
}

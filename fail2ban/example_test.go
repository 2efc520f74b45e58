package fail2ban_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/netip"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
)

// exampleServer stands in for a fail2ban of one's own, whose socket is usually at fail2ban.DefaultSocket.
func exampleServer() *fail2bantest.Server {
	server, err := fail2bantest.New(fail2bantest.Config{
		Version: fail2bantest.V1_1_0,
		Jails:   []fail2bantest.JailConfig{{Name: "sshd"}, {Name: "manual-1d", BanTime: 24 * time.Hour}},
	})
	if err != nil {
		log.Fatal(err)
	}
	return server
}

func Example() {
	server := exampleServer()
	defer server.Close()
	ctx := context.Background()

	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()
	version, err := client.Version(ctx)
	if err != nil {
		log.Fatal(err)
	}
	jails, err := client.Stats(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("fail2ban", version)
	for _, jail := range jails {
		fmt.Println(jail.Name, jail.BannedNow)
	}
	// Output:
	// fail2ban 1.1.0
	// manual-1d 0
	// sshd 0
}

func ExampleJail_Ban() {
	server := exampleServer()
	defer server.Close()
	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()
	ctx := context.Background()

	address, err := fail2ban.ParseAddress("203.0.113.7")
	if err != nil {
		log.Fatal(err)
	}
	jail := client.Jail("manual-1d")
	fmt.Println(jail.Ban(ctx, address))
	fmt.Println(jail.Banned(ctx))
	fmt.Println(jail.Unban(ctx, "203.0.113.7"))
	// Output:
	// 1 <nil>
	// [203.0.113.7] <nil>
	// 1 <nil>
}

func ExampleJail_BanByAttempt() {
	server := exampleServer()
	defer server.Close()
	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()
	ctx := context.Background()

	address, err := fail2ban.ParseAddress("2001:db8::/32")
	if err != nil {
		log.Fatal(err)
	}
	jail := client.Jail("manual-1d")
	if _, err := jail.BanByAttempt(ctx, []netip.Prefix{address}, "banned by alice: report #12"); err != nil {
		log.Fatal(err)
	}
	for banned := []bool{false}; !banned[0]; time.Sleep(time.Millisecond) {
		if banned, err = jail.IsBanned(ctx, fail2ban.BanID(address)); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("banned")
	// Output: banned
}

func ExampleCommandError() {
	server := exampleServer()
	defer server.Close()
	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()

	_, err := client.Jail("ssh").MaxRetry(context.Background())
	fmt.Println(errors.Is(err, fail2ban.UnknownJail), err)
	// Output: true fail2ban "get ssh maxretry": UnknownJailException: ssh
}

func ExampleConnError() {
	client := fail2ban.NewClient("/nowhere/fail2ban.sock", fail2ban.WithRestartGrace(0))
	defer func() { _ = client.Close() }()

	err := client.Ping(context.Background())
	fmt.Println(errors.Is(err, fail2ban.NotRunning), errors.Is(err, fail2ban.NoSocket))
	// Output: true true
}

func ExampleParseTime() {
	d, err := fail2ban.ParseTime("1d 12h")
	fmt.Println(d, err, fail2ban.FormatTime(d))
	_, err = fail2ban.ParseTime("2**70")
	fmt.Println(err)
	// Output:
	// 36h0m0s <nil> 1d 12h
	// time: "2**70" is not -1, a number of seconds, or numbers with units such as 1d 12h
}

package conf_test

import (
	"fmt"
	"log"

	"bangui/fail2ban/conf"
)

// small is a configuration that is nowhere on disk.
func small() conf.FileSystem {
	return conf.Overlay(conf.OS(), map[string][]byte{
		"/example/fail2ban.conf":      []byte("[Definition]\n"),
		"/example/jail.conf":          []byte("[DEFAULT]\nbantime = 10m\n[sshd]\nfilter = sshd\nbackend = systemd\n"),
		"/example/jail.local":         []byte("[sshd]\nenabled = true # at last\nbantime = 1h\n"),
		"/example/filter.d/sshd.conf": []byte("[Definition]\nfailregex = ^Failed .* from <HOST>$\n"),
	})
}

func ExampleConfig_Explain() {
	c, err := conf.Read(conf.Options{Dir: "/example", Files: small()})
	if err != nil {
		log.Fatal(err)
	}
	found, err := c.Explain("sshd", "bantime")
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range found {
		fmt.Println(e.Value.Text(), "from", e.Value.Setting.Place())
		for _, s := range e.Hidden {
			fmt.Println("instead of", s.Text, "from", s.Place())
		}
	}
	// Output:
	// 1h from /example/jail.local:3
	// instead of 10m from /example/jail.conf:2
}

func ExampleConfig_Lint() {
	c, err := conf.Read(conf.Options{Dir: "/example", Files: small()})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range c.Lint() {
		fmt.Printf("%s: %s: %s\n", f.Place(), f.Severity, f.Message)
	}
	// Output:
	// /example/jail.local:2: warning: enabled is "true # at last", which fail2ban takes for false
	// /example/jail.local:2: warning: the # is no comment, but a part of the value of enabled: "true # at last"
}

func ExampleFile_Set() {
	f := conf.Parse("jail.local", []byte("# mine\n[sshd]\nenabled : no   ; for now\n"))
	if err := f.Set("sshd", "enabled", "true"); err != nil {
		log.Fatal(err)
	}
	if err := f.Append("sshd", "ignoreip", "192.0.2.1"); err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(f.Bytes()))
	// Output:
	// # mine
	// [sshd]
	// enabled : true   ; for now
	// ignoreip = 192.0.2.1
}

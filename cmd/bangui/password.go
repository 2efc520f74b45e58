package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"bangui/internal/account"
	"bangui/internal/fault"
)

// passwordFlags say where a new password comes from; by default it is asked for.
type passwordFlags struct {
	PasswordStdin bool `xor:"password" help:"Read the password from standard input, one line."`
	Generate      bool `xor:"password" help:"Make a password and print it."`
}

// maxPasswordInput is more than any password takes: the longest in bytes, and the end of the line.
const maxPasswordInput = 4*account.MaxPassword + 2

// password returns the new one.
func (f passwordFlags) password() (string, error) {
	switch {
	case f.Generate:
		return rand.Text(), nil
	case f.PasswordStdin:
		return readPassword(os.Stdin)
	case !term.IsTerminal(int(os.Stdin.Fd())):
		return "", fault.Invalid.Errorf("there is no terminal to ask for the password at").
			WithMend("give it with --password-stdin, or have one made with --generate")
	}
	return askPassword()
}

func readPassword(from io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxPasswordInput+1))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	password := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if len(text) > maxPasswordInput || strings.ContainsAny(password, "\r\n") {
		return "", fault.Invalid.Errorf("standard input is more than one line with a password")
	}
	return password, nil
}

// askPassword asks twice, and shows nothing of what is typed.
func askPassword() (string, error) {
	var typed [2]string
	for i, prompt := range []string{"New password: ", "Once more: "} {
		fmt.Fprint(os.Stderr, prompt)
		text, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return "", errors.Join(fault.Invalid.Errorf("no password was given"), err)
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", fault.Invalid.Errorf("the two passwords are not the same; nothing was changed")
	}
	return typed[0], nil
}

// tell says what was done, and the password if nobody knows it yet.
func (f passwordFlags) tell(password, format string, args ...any) error {
	if err := printf(format+"\n", args...); err != nil || !f.Generate {
		return err
	}
	return printf("Password: %s\n", password)
}

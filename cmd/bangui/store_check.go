package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"bangui/internal/settings"
	"bangui/internal/store"
)

// storeCheckCommand looks whether the database is sound.
type storeCheckCommand struct {
	databaseFlags `embed:""`
	Output        string `short:"o" enum:"text,json" default:"text" placeholder:"text|json" help:"How to write what was found: text or json."`
}

// Run writes what it finds and fails if there is something to mend.
func (c *storeCheckCommand) Run(ctx context.Context, parsed *kong.Context) error {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	found, err := inspectStore(ctx, s)
	if damaged, ok := store.Damaged(err, databaseName(s)); ok {
		found, err = damaged, nil
	}
	if err != nil {
		return err
	}
	if err := c.write(found); err != nil {
		return err
	}
	if !found.Sound {
		return errors.New("the database is not sound")
	}
	return nil
}

func inspectStore(ctx context.Context, s settings.Settings) (found store.Inspection, err error) {
	db, err := store.OpenToRead(ctx, storeOptions(s))
	if err != nil {
		return found, err
	}
	found, err = db.Inspect(ctx)
	if closing := db.Close(); err == nil {
		err = closing
	}
	return found, err
}

func (c *storeCheckCommand) write(found store.Inspection) error {
	if c.Output == "json" {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(found)
	}
	for _, f := range found.Findings {
		kind := "PROBLEM"
		if f.Note {
			kind = "note"
		}
		fmt.Printf("%s (%s): %s\n  To mend it: %s\n", kind, f.Code, f.Message, f.Mend)
	}
	if found.Sound {
		fmt.Printf("%s is sound: version %d of the tables, %d users, %d bans, %d entries in the audit log.\n",
			found.Where, found.Version, found.Rows["users"], found.Rows["bans"], found.Rows["audit"])
	}
	return nil
}

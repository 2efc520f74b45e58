package localhost

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// SwitchOff takes all that is ours out of the kernel, and what is kept for the next boot, by order of somebody on the machine itself: until
// [Enforcer.LoadKept] is called there, nobody else may make it block again.
func (e *Enforcer) SwitchOff(ctx context.Context) error {
	return e.atConsole(ctx, func(context.Context) error {
		if err := e.kept.switchOff(time.Now().UTC()); err != nil {
			return err
		}
		table, err := e.open()
		if err != nil {
			return err
		}
		return e.disarm(table)
	})
}

// Unload takes all that is ours out of the kernel and keeps what is in force for the next start, as is right when the program is removed.
func (e *Enforcer) Unload(ctx context.Context) error {
	if _, err := os.Stat(e.opts.Dir); errors.Is(err, fs.ErrNotExist) {
		table, err := e.open() // there may be one all the same, of a directory that somebody has deleted
		if err != nil {
			return err
		}
		return table.Remove()
	}
	return e.atConsole(ctx, func(context.Context) error {
		table, err := e.open()
		if err != nil {
			return err
		}
		if err := table.Remove(); err != nil {
			return err
		}
		return e.kept.remove("kernel.json")
	})
}

// LoadKept makes the kernel block what was in force last, and takes back what [Enforcer.SwitchOff] said. there is false if nothing is kept.
func (e *Enforcer) LoadKept(ctx context.Context) (there bool, err error) {
	err = e.atConsole(ctx, func(ctx context.Context) error {
		if err := e.kept.switchOn(); err != nil {
			return err
		}
		there, err = e.loadLast(ctx)
		return err
	})
	return there, err
}

// LoadAtBoot is LoadKept for systemd, which does not know better than whoever switched it off.
func (e *Enforcer) LoadAtBoot(ctx context.Context) (there bool, err error) {
	err = e.atConsole(ctx, func(ctx context.Context) error {
		off, err := e.kept.off()
		if err != nil || off != nil {
			return err
		}
		there, err = e.loadLast(ctx)
		return err
	})
	return there, err
}

// loadLast loads what was in force last.
func (e *Enforcer) loadLast(ctx context.Context) (there bool, err error) {
	last, there, err := e.kept.order()
	if err != nil || !there {
		return false, err
	}
	table, err := e.open()
	if err != nil {
		return true, err
	}
	e.own.recall(last.Own)
	last.Own = e.own.look()
	return true, e.apply(ctx, table, last)
}

// atConsole does something that nobody else may do at the same time.
func (e *Enforcer) atConsole(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := limited(ctx, enforceWithin)
	defer cancel()
	end, err := e.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	return do(ctx)
}

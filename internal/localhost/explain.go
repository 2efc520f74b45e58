package localhost

import (
	"context"
	"errors"

	"bangui/fail2ban"
	"bangui/internal/fault"
)

// explain turns an error of the socket into a fault that says the same to the user. Errors that are faults already stay as they are.
func (h *Host) explain(err error, jail string) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	if lost, ok := errors.AsType[*fail2ban.ConnError](err); ok {
		problem := h.problem(lost)
		return fault.Unreachable.Wrapf(err, "%s", problem.Message).WithMend("%s", problem.Mend)
	}
	if refused, ok := errors.AsType[*fail2ban.CommandError](err); ok {
		if errors.Is(err, fail2ban.UnknownJail) {
			return fault.NotFound.Wrapf(err, "no jail %q is running", jail)
		}
		return fault.Refused.Wrapf(err, "fail2ban refused: %s", oneLine(refused.Text()))
	}
	if old, ok := errors.AsType[*fail2ban.UnsupportedError](err); ok {
		return fault.Unsupported.Wrapf(err, "%s", old.Error())
	}
	if bad, ok := errors.AsType[*fail2ban.ArgumentError](err); ok {
		return fault.Invalid.Wrapf(err, "%s", bad.Error())
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Unreachable.Wrapf(err, "fail2ban did not answer in time")
	}
	return err
}

func errorIs[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

package link

import (
	"fmt"
	"log/slog"
)

// natsLog writes what a NATS server logs for debugging: an operator is told by us, in our words.
type natsLog struct{ log *slog.Logger }

func (l natsLog) write(level, format string, v []any) {
	l.log.Debug("link", "level", level, "text", fmt.Sprintf(format, v...))
}

func (l natsLog) Noticef(format string, v ...any) { l.write("notice", format, v) }
func (l natsLog) Warnf(format string, v ...any)   { l.write("warn", format, v) }
func (l natsLog) Fatalf(format string, v ...any)  { l.write("fatal", format, v) }
func (l natsLog) Errorf(format string, v ...any)  { l.write("error", format, v) }
func (natsLog) Debugf(string, ...any)             {}
func (natsLog) Tracef(string, ...any)             {}

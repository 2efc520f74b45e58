package sandbox

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"
)

// Attack writes n failures of addr into the log that the jail reads. fail2ban sees them within a second.
func (s *Server) Attack(jail string, addr netip.Addr, n int) error {
	return s.AttackAt(jail, addr, n, time.Now())
}

// AttackAt is like Attack, for failures at another time than now.
func (s *Server) AttackAt(jail string, addr netip.Addr, n int, at time.Time) error {
	j, path, err := s.logFile(jail)
	if err != nil {
		return err
	}
	if j.Filter.Attack == nil {
		return fmt.Errorf("the filter %s of jail %s does not know how its log is written", j.Filter.Name, jail)
	}
	var text strings.Builder
	for i := range n {
		text.WriteString(j.Filter.Attack(at.Add(time.Duration(i)*time.Microsecond), addr) + "\n")
	}
	return appendTo(path, text.String())
}

// Noise writes n lines into the log that the jail reads, none of which is a failure.
func (s *Server) Noise(jail string, n int) error {
	j, path, err := s.logFile(jail)
	if err != nil {
		return err
	}
	if j.Filter.Noise == nil {
		return fmt.Errorf("the filter %s of jail %s does not know how its log is written", j.Filter.Name, jail)
	}
	var text strings.Builder
	for i := range n {
		text.WriteString(j.Filter.Noise(time.Now().Add(time.Duration(i)*time.Microsecond)) + "\n")
	}
	return appendTo(path, text.String())
}

// appendTo writes in one piece, so that a reader never sees half of a line.
func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}

package storetest

import (
	"errors"
	"net/netip"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// tester is what must and same need of a test, ordinary or with random input.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// must stops the test at an error.
func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", fault.Cause(err))
	}
}

// result is what a call returned; see got.
type result[T any] struct {
	value T
	err   error
}

// got takes what a call returns, so that got(call()).in(t) is its value.
func got[T any](value T, err error) result[T] { return result[T]{value, err} }

// in returns the value and stops the test at an error.
func (r result[T]) in(t testing.TB) T {
	t.Helper()
	must(t, r.err)
	return r.value
}

// wantKind fails unless err is of this kind.
func wantKind(t testing.TB, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

// same fails unless both are equal.
func same(t tester, what string, want, got any, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, append(options, cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{}))...); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// entry is an audit entry with the given action.
func entry(action string) audit.Entry {
	return audit.Entry{Actor: audit.Actor{UserID: 7, Name: "ann", Address: "192.0.2.9", RequestID: "r1"}, Action: action, Result: audit.OK}
}

// atOnce calls do so many times at the same time and returns the errors.
func atOnce(n int, do func(i int) error) []error {
	failures := make([]error, n)
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wait.Go(func() {
			<-start
			failures[i] = do(i)
		})
	}
	close(start)
	wait.Wait()
	return failures
}

// split counts how many went well and how many failed with the kind; another error stops the test.
func split(t testing.TB, results []error, kind fault.Kind) (good, refused int) {
	t.Helper()
	for _, err := range results {
		if err == nil {
			good++
			continue
		}
		wantKind(t, err, kind)
		refused++
	}
	return good, refused
}

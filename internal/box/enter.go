package box

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// entering is the name under which we start ourselves, to give up rights and become the program.
	entering = "bangui-box"
	// exitRefused is our exit code where that is not possible, and refusal what then comes before the reason.
	exitRefused = 125
	refusal     = entering + ": "
)

// entered is whether this program can start itself to become another one.
//
//nolint:gochecknoglobals // it is about the process
var entered atomic.Bool

// Enter must be called first of all in main, and in TestMain. A process that was started to run a program in the box binds itself there, and becomes
// that program: a process that is bound by another one would have run unbound until then, and to bind it takes a right that root lacks in
// many containers. In all other processes it returns at once.
func Enter() {
	entered.Store(true)
	if len(os.Args) == 0 || os.Args[0] != entering {
		return
	}
	fmt.Fprintln(os.Stderr, refusal+enter(os.Args[1:]).Error())
	os.Exit(exitRefused)
}

// words are the arguments by which the limits are told.
func (l Limits) words() []string {
	seconds := uint64((l.Processor + time.Second - 1) / time.Second)
	return []string{entering, strconv.FormatUint(seconds, 10), strconv.FormatUint(l.Memory, 10), strconv.FormatUint(l.File, 10)}
}

// enter only returns if something is wrong. The memory is bounded last: our own runtime has more address space than that already.
func enter(args []string) error {
	if len(args) < 4 {
		return errors.New("arguments are missing")
	}
	var most [3]uint64
	for i := range most {
		n, err := strconv.ParseUint(args[i], 10, 63)
		if err != nil {
			return fmt.Errorf("limit %q: %w", args[i], err)
		}
		most[i] = n
	}
	if err := giveUpRights(); err != nil {
		return err
	}
	for _, one := range []struct {
		resource   int
		soft, hard uint64
	}{
		{unix.RLIMIT_CORE, 0, 0},
		{unix.RLIMIT_NOFILE, 64, 64},
		{unix.RLIMIT_CPU, most[0], most[0] + 1}, // the first is told by a signal of its own
		{unix.RLIMIT_FSIZE, most[2], most[2]},
	} {
		if err := syscall.Setrlimit(one.resource, &syscall.Rlimit{Cur: one.soft, Max: one.hard}); err != nil {
			return fmt.Errorf("limit resource %d: %w", one.resource, err)
		}
	}
	if err := unix.Faccessat(unix.AT_FDCWD, args[3], unix.X_OK, unix.AT_EACCESS); err != nil {
		return fmt.Errorf("run %s: %w", args[3], err)
	}
	return become(args[3:], os.Environ(), most[1])
}

// become bounds the memory and becomes the program, with nothing in between: our own runtime has more address space than that already, and would
// not live long.
func become(args, env []string, memory uint64) error {
	path, err := syscall.BytePtrFromString(args[0])
	if err != nil {
		return err
	}
	argv, err := syscall.SlicePtrFromStrings(args)
	if err != nil {
		return err
	}
	envv, err := syscall.SlicePtrFromStrings(env)
	if err != nil {
		return err
	}
	limit := &unix.Rlimit{Cur: memory, Max: memory}
	//nolint:gosec // the pointers are those of the values above, which live on
	_, _, failed := unix.RawSyscall6(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_AS, uintptr(unsafe.Pointer(limit)), 0, 0, 0)
	if failed == 0 {
		_, _, failed = unix.RawSyscall(unix.SYS_EXECVE, uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envv[0])))
	}
	runtime.KeepAlive(argv)
	runtime.KeepAlive(envv)
	return failed
}

// giveUpRights makes root nobody, without a way back, and others what they are, without a way to more.
func giveUpRights() error {
	runtime.LockOSThread() // these two are a thread's, and it is the one that becomes the program
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up new rights: %w", err)
	}
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return fmt.Errorf("give up capabilities: %w", err)
	}
	if os.Geteuid() != 0 {
		return nil
	}
	if err := syscall.Setgroups(nil); err != nil {
		return fmt.Errorf("leave the groups of root: %w", err)
	}
	if err := syscall.Setresgid(nobody, nobody, nobody); err != nil {
		return fmt.Errorf("become group %d: %w", nobody, err)
	}
	if err := syscall.Setresuid(nobody, nobody, nobody); err != nil {
		return fmt.Errorf("become user %d: %w", nobody, err)
	}
	return nil
}

// refused tells why a run did not come so far that the program began; empty if it did.
func (r Result) refused() string {
	reason, ok := strings.CutPrefix(r.Complaints, refusal)
	if !ok || r.Code != exitRefused {
		return ""
	}
	return strings.TrimSpace(reason)
}

package rig

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
)

// Rig owns a directory and everything that was started in it. All methods may be called at the same time.
type Rig struct {
	// Dir is removed at the end, also when this process is killed.
	Dir string
	// Here is the network of this process.
	Here *Place

	mu        sync.Mutex
	processes []*Process
	places    []*Place
	keeper    *exec.Cmd
	alive     *os.File
	// port is the last one that was given away.
	port int
}

// keeper removes the directory when its standard input ends, which the death of this process brings about: nothing else is
// left to do it then.
const keeper = `trap "" INT TERM HUP; cat >/dev/null; rm -rf "$1" || { sleep 1; rm -rf "$1"; }`

// New makes a directory below the system's temporary one.
func New() (*Rig, error) {
	dir, err := os.MkdirTemp("", "bangui-rig-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL runs as somebody else
		return nil, err
	}
	r := &Rig{Dir: dir}
	r.Here = r.place()
	return r, r.keep()
}

func (r *Rig) keep() error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	r.keeper = exec.Command("/bin/sh", "-c", keeper, "keeper", r.Dir)
	r.keeper.Stdin, r.keeper.Dir = read, "/"
	r.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.alive = write
	return r.keeper.Start()
}

// Close kills what still runs and removes the directory.
func (r *Rig) Close() error {
	r.mu.Lock()
	processes, places := r.processes, r.places
	r.processes, r.places = nil, nil
	r.mu.Unlock()
	for _, p := range processes {
		p.Kill()
	}
	for _, p := range places {
		p.close()
	}
	return errors.Join(r.alive.Close(), r.keeper.Wait())
}

// Sub makes a directory in the rig's own.
func (r *Rig) Sub(name string) (string, error) {
	dir := filepath.Join(r.Dir, name)
	return dir, os.MkdirAll(dir, 0o711)
}

// The ports are below those that the kernel gives to outgoing connections, so that a server that was killed finds its own free
// when it comes back. Source: ip(7), ip_local_port_range.
const firstPort, lastPort = 20000, 32000

// FreeAddress returns an address on the loopback interface that nobody listens on.
func (r *Rig) FreeAddress() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.port == 0 {
		r.port = firstPort + rand.N(lastPort-firstPort)
	}
	for range lastPort - firstPort {
		r.port = firstPort + (r.port+1-firstPort)%(lastPort-firstPort)
		address := fmt.Sprintf("127.0.0.1:%d", r.port)
		listener, err := net.Listen("tcp", address)
		if err == nil {
			return address, listener.Close()
		}
	}
	return "", errors.New("no port is free on 127.0.0.1")
}

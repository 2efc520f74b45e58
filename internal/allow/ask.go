package allow

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// Resolver asks the name service; [net.Resolver] is one.
type Resolver interface {
	// LookupNetIP returns the addresses of a name, of the network ip4 or ip6.
	LookupNetIP(ctx context.Context, network, name string) ([]netip.Addr, error)
}

const (
	// nameWithin is how long the name service may take for one name, and orderWithin for all of an order, for which somebody waits.
	nameWithin  = 3 * time.Second
	orderWithin = 5 * time.Second
	// namesAtOnce is how many names it is asked for at the same time.
	namesAtOnce = 8
)

// Told is what the name service told of a name.
type Told struct {
	// Addresses are those that count from now on, in order. Good is false if they are those from before, because there was no good answer.
	Addresses []netip.Addr
	Good      bool
	// Problem is what was wrong with the answer; empty if nothing was.
	Problem string
}

// askFirst asks for the names of an order. Those that cannot be asked for in time have no answer.
func (a *Allowances) askFirst(ctx context.Context, names []string) (map[string]Told, error) {
	before, err := a.store.Answers(ctx, names)
	if err != nil {
		return nil, fmt.Errorf("look up names: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, orderWithin)
	defer cancel()
	return a.askAll(ctx, names, before), nil
}

// askAll asks for several names, of which some have an answer already. It takes [nameWithin] for each [namesAtOnce] of them at most.
func (a *Allowances) askAll(ctx context.Context, names []string, before map[string]Answer) map[string]Told {
	told := make([]Told, len(names))
	free := make(chan struct{}, namesAtOnce)
	var wg sync.WaitGroup
	for i, name := range names {
		free <- struct{}{}
		wg.Go(func() {
			told[i] = a.ask(ctx, name, before[name])
			<-free
		})
	}
	wg.Wait()
	all := make(map[string]Told, len(names))
	for i, name := range names {
		all[name] = told[i]
	}
	return all
}

// ask asks for the IPv4 and the IPv6 addresses of a name. If there is no answer to one of both questions, what was known of it counts on.
func (a *Allowances) ask(ctx context.Context, name string, before Answer) Told {
	ctx, cancel := context.WithTimeout(ctx, nameWithin)
	defer cancel()
	var four, six []netip.Addr
	var err4, err6 error
	var wg sync.WaitGroup
	// The dot at the end keeps the resolver from trying the domains that the machine searches.
	wg.Go(func() { four, err4 = a.resolver.LookupNetIP(ctx, "ip4", name+".") })
	wg.Go(func() { six, err6 = a.resolver.LookupNetIP(ctx, "ip6", name+".") })
	wg.Wait()
	problem4, problem6 := lookupProblem(err4), lookupProblem(err6)
	switch {
	case problem4 != "" && problem6 != "":
		return Told{Addresses: before.Addresses, Problem: problem4}
	case problem4 != "":
		four = filterAddresses(before.Addresses, netip.Addr.Is4)
		problem4 = "IPv4: " + problem4
	case problem6 != "":
		six = filterAddresses(before.Addresses, netip.Addr.Is6)
		problem6 = "IPv6: " + problem6
	}
	addresses, problem := usable(slices.Concat(four, six))
	if problem != "" {
		return Told{Addresses: before.Addresses, Problem: problem}
	}
	return Told{Addresses: addresses, Good: true, Problem: problem4 + problem6}
}

// lookupProblem says why there was no answer. That there is no address of a sort is one.
func lookupProblem(err error) string {
	if err == nil {
		return ""
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return ""
	} else if ok && !dns.IsTimeout {
		return "the name service answers: " + strings.TrimSpace(dns.Err)
	}
	return "the name service does not answer"
}

func filterAddresses(list []netip.Addr, keep func(netip.Addr) bool) []netip.Addr {
	return slices.DeleteFunc(slices.Clone(list), func(addr netip.Addr) bool { return !keep(addr) })
}

// usable returns the addresses in order and each once, or what is wrong with them all together.
func usable(list []netip.Addr) ([]netip.Addr, string) {
	if len(list) == 0 {
		return nil, "the name service knows no address of it"
	}
	var good []netip.Addr
	for _, addr := range list {
		if addr = addr.Unmap().WithZone(""); !nothingComesFrom(addr) {
			good = append(good, addr)
		}
	}
	slices.SortFunc(good, netip.Addr.Compare)
	good = slices.Compact(good)
	switch {
	case len(good) == 0:
		return nil, fmt.Sprintf("the name service tells %s, from which nothing ever comes", list[0])
	case len(good) > MaxAnswer:
		return nil, fmt.Sprintf("it has %d addresses, and %d are the most: allow the network that they are in", len(good), MaxAnswer)
	}
	return good, ""
}

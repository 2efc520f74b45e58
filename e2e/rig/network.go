package rig

import (
	"fmt"
	"strconv"
)

// Network is a switch with stations, all in network namespaces of their own: nothing of this machine's network is touched. The
// namespaces are gone with the last process in them.
type Network struct {
	// Hub is the place that reaches all stations, at HubAddress.
	Hub *Place
	// Stations are places that reach the hub and, until cut, each other.
	Stations []*Place
}

// HubAddress is where stations reach the hub.
const HubAddress = "10.77.0.1"

// Address is that of a station, from 0.
func (*Network) Address(station int) string { return "10.77.0." + strconv.Itoa(11+station) }

// Network makes a network with so many stations. Needs root and the programs ip and nft.
func (r *Rig) Network(stations int) (*Network, error) {
	hub, err := r.namespace()
	if err != nil {
		return nil, err
	}
	n := &Network{Hub: hub}
	for _, args := range [][]string{
		{"link", "add", "br0", "type", "bridge"},
		{"address", "add", HubAddress + "/24", "dev", "br0"},
		{"link", "set", "br0", "up"},
	} {
		if err := hub.Command("ip", args...); err != nil {
			return nil, err
		}
	}
	for i := range stations {
		if err := n.join(r, i); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// join plugs another station in.
func (n *Network) join(r *Rig, i int) error {
	station, err := r.namespace()
	if err != nil {
		return err
	}
	n.Stations = append(n.Stations, station)
	port := "port" + strconv.Itoa(i)
	for _, step := range []struct {
		at   *Place
		args []string
	}{
		{n.Hub, []string{"link", "add", port, "type", "veth", "peer", "name", "up0", "netns", strconv.Itoa(station.thread())}},
		{n.Hub, []string{"link", "set", port, "master", "br0"}},
		{n.Hub, []string{"link", "set", port, "up"}},
		{station, []string{"address", "add", n.Address(i) + "/24", "dev", "up0"}},
		{station, []string{"link", "set", "up0", "up"}},
	} {
		if err := step.at.Command("ip", step.args...); err != nil {
			return err
		}
	}
	return nil
}

// Cut lets nothing pass between two stations: packets vanish, as they do behind a broken switch. Both still reach all others.
func (n *Network) Cut(a, b int) error {
	if err := n.drop(a, b); err != nil {
		return err
	}
	return n.drop(b, a)
}

func (n *Network) drop(at, from int) error {
	rules := fmt.Sprintf("add table inet cut; add chain inet cut in { type filter hook input priority 0; }; "+
		"add chain inet cut out { type filter hook output priority 0; }; "+
		"add rule inet cut in ip saddr %[1]s drop; add rule inet cut out ip daddr %[1]s drop", n.Address(from))
	return n.Stations[at].Command("nft", rules)
}

// Heal takes all cuts between two stations back.
func (n *Network) Heal(a, b int) error {
	for _, i := range []int{a, b} {
		if err := n.Stations[i].Command("nft", "delete table inet cut"); err != nil {
			return fmt.Errorf("station %d: %w", i, err)
		}
	}
	return nil
}

package ban_test

import (
	"net/netip"
	"testing"
	"time"

	"bangui/internal/host"
)

// TestAboutBeyondTheNewest has bans that are older than all that are summed up: they are in force nevertheless, and neighbours.
func TestAboutBeyondTheNewest(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	record, err := w.fleet.Record(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	const frequent, bans = "192.0.2.9", 1001
	at := time.Now().UTC().Truncate(time.Second).Add(-2 * bans * time.Second)
	batch := found(at, "192.0.2.1")
	batch.Events = append(batch.Events, host.Event{Kind: host.EventBan, At: at, Jail: "sshd", ID: "bob"})
	for i := range 2 * bans {
		e := host.Event{Kind: host.EventBan, At: at.Add(time.Duration(i) * time.Second), Jail: "sshd", ID: frequent}
		if i%2 == 1 {
			e.Kind = host.EventUnban
		}
		batch.Events = append(batch.Events, e)
	}
	if _, err := w.store.Ingest(t.Context(), "local", record.Epoch, batch); err != nil {
		t.Fatal(err)
	}
	network, err := w.bans.About(t.Context(), netip.MustParsePrefix("192.0.2.0/24"), "")
	if err != nil || len(network.InForce) != 1 || network.InForce[0].Address != "192.0.2.1" || network.MoreInForce {
		t.Errorf("in force in the network: %+v, %v, want the oldest ban", network.InForce, err)
	}
	if !network.MoreNeighbours {
		t.Error("the bans of addresses in the network are told as if all had been looked at")
	}
	one, err := w.bans.About(t.Context(), netip.MustParsePrefix(frequent+"/32"), "")
	if err != nil || len(one.InForce) > 0 || len(one.Neighbours) != 1 || one.Neighbours[0].Address != "192.0.2.1" || one.MoreNeighbours {
		t.Errorf("in force: %+v; neighbours: %+v, more %v, %v, want none and the one there is", one.InForce, one.Neighbours, one.MoreNeighbours, err)
	}
	other, err := w.bans.About(t.Context(), netip.Prefix{}, "bob")
	if err != nil || len(other.InForce) != 1 || other.InForce[0].Address != "bob" {
		t.Errorf("in force of another ban id: %+v, %v, want one", other.InForce, err)
	}
}

// TestAboutTellsThatMoreAreInForce has more bans in force than are listed.
func TestAboutTellsThatMoreAreInForce(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	record, err := w.fleet.Record(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	var addresses []string
	for i := range 201 {
		addresses = append(addresses, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}).String())
	}
	if _, err := w.store.Ingest(t.Context(), "local", record.Epoch, found(time.Now().UTC().Truncate(time.Second), addresses...)); err != nil {
		t.Fatal(err)
	}
	about, err := w.bans.About(t.Context(), netip.MustParsePrefix("192.0.2.0/24"), "")
	if err != nil || len(about.InForce) != 200 || !about.MoreInForce {
		t.Errorf("%d in force, more %v, %v, want 200 and more", len(about.InForce), about.MoreInForce, err)
	}
}

package allow

import (
	"context"
	"net/netip"
	"time"

	"bangui/internal/audit"
)

// Store keeps allowances, and what was put on which ignore list. Its clock decides, not the caller's. An allowance whose time is up is not
// in force, also before [Store.ExpireAllowances] has taken note of that.
type Store interface {
	// MakeAllowances stores allowances that begin now and last that long, zero for ever, with what was told of their names, and returns them. What is
	// known of their places is to be made sure of again. It fails with fault.Conflict if there would be more than [MaxInForce] in force, or
	// more than [MaxNames] names.
	MakeAllowances(ctx context.Context, made []Allowance, lasts time.Duration, told map[string]Told, entries []audit.Entry) ([]Allowance, error)
	// EndAllowance ends one before its time. It fails with fault.NotFound, and with fault.Conflict if it has ended.
	EndAllowance(ctx context.Context, id int64, actor audit.Actor) (Allowance, error)
	// EditAllowance changes one in force. It fails with fault.NotFound, and with fault.Conflict if it has ended.
	EditAllowance(ctx context.Context, id int64, edit Edit, actor audit.Actor) (Allowance, error)
	// ExpireAllowances ends those whose time is up, with an entry in the audit log for each, and returns how many. At most limit.
	ExpireAllowances(ctx context.Context, limit int) (int, error)
	// RemoveAllowances removes those that ended longer ago than age, at most limit, and returns how many.
	RemoveAllowances(ctx context.Context, age time.Duration, limit int) (int, error)
	// Allowance fails with fault.NotFound.
	Allowance(ctx context.Context, id int64) (Allowance, error)
	// Allowances returns allowances, newest first.
	Allowances(ctx context.Context, query Query) ([]Allowance, error)

	// DueNames returns the names of allowances in force that the name service was asked for longer ago than every, or than again if it gave no
	// good answer, or never.
	DueNames(ctx context.Context, every, again time.Duration) (map[string]Answer, error)
	// Answers returns what is known of names; those of which nothing is known are missing.
	Answers(ctx context.Context, names []string) (map[string]Answer, error)
	// SaveTold stores what the name service has just told. Names that nobody has allowed are left out. Addresses without a good answer are
	// those that are stored already.
	SaveTold(ctx context.Context, told map[string]Told, entries []audit.Entry) error
	// ForgetNames removes what is known of names that no allowance in force has, and returns how many.
	ForgetNames(ctx context.Context) (int, error)

	// Places returns what is known of the ignore lists of a host, or of all if the name is empty, by host, jail and address.
	Places(ctx context.Context, hostName string) ([]Place, error)
	// ClaimPlaces takes note of places that are not known yet, or that were another's and are to be ours; see [Place.Ours]. It returns what is
	// stored then: what somebody has claimed as ours in the meantime stays ours. It fails if a host is not known any more.
	ClaimPlaces(ctx context.Context, places []Place) ([]Place, error)
	// SettlePlaces stores what became of places: those with a problem get that, the others are placed now. Places that are not stored any
	// more stay so.
	SettlePlaces(ctx context.Context, places []Place, entries []audit.Entry) error
	// ForgetPlaces removes places.
	ForgetPlaces(ctx context.Context, places []Place, entries []audit.Entry) error
}

// key tells places of a host apart.
type key struct {
	jail    string
	address netip.Prefix
}

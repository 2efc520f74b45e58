package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// banCursor is what the cursor of a list of bans hides: a place, and for which filters it is one.
type banCursor struct {
	BannedAt int64  `json:"t"`
	ID       int64  `json:"i"`
	Filters  string `json:"f"`
}

// filterHash stands for the filters of a list, so that a cursor is not used with others.
func filterHash(filters any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%T %+v", filters, filters))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// writeBanCursor returns null at the end of the list.
func writeBanCursor(next *ban.Position, filters any) (*string, error) {
	if next == nil {
		return nil, nil //nolint:nilnil // null is the end of a list
	}
	text, err := json.Marshal(banCursor{BannedAt: next.BannedAt.UnixMilli(), ID: next.ID, Filters: filterHash(filters)})
	if err != nil {
		return nil, fmt.Errorf("write cursor: %w", err)
	}
	return new(base64.RawURLEncoding.EncodeToString(text)), nil
}

// readBanCursor returns nil for the beginning of the list. It fails with fault.Invalid for a cursor that we did not give, or not
// for this list.
func readBanCursor(text string, filters any) (*ban.Position, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // none is the beginning of a list
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, foreignCursor()
	}
	var c banCursor
	if err := json.Unmarshal(raw, &c); err != nil || c.ID < 0 {
		return nil, foreignCursor()
	}
	if c.Filters != filterHash(filters) {
		return nil, fault.Invalid.Errorf("the cursor belongs to a list with other filters").
			WithField("query.cursor", "belongs to a list with other filters: begin without one")
	}
	return &ban.Position{BannedAt: time.UnixMilli(c.BannedAt).UTC(), ID: c.ID}, nil
}

func foreignCursor() error {
	return fault.Invalid.Errorf("the cursor is not one that we gave").WithField("query.cursor", "is not one that we gave")
}

package app

import "bangui/internal/replica"

// linkOrNil is the way to the other replicas; nil for a process that has none.
func (a *app) linkOrNil() replica.Link { return nil }

// linkAddress is where others join our link; empty if nowhere.
func (a *app) linkAddress() string { return "" }

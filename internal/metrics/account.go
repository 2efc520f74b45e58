package metrics

// SignIn is how a try to sign in ended.
type SignIn string

// The ends of a try to sign in.
const (
	SignInOK SignIn = "ok"
	// SignInRefused is a wrong name or password.
	SignInRefused SignIn = "refused"
	// SignInLimited is a try too many.
	SignInLimited SignIn = "limited"
	// SignInFailed is trouble of ours.
	SignInFailed SignIn = "failed"
)

// makeAccounts makes the figures about people.
func (m *Metrics) makeAccounts() {
	m.signIns = m.counter("bangui_sign_ins_total", "Tries to sign in, by how they ended", "outcome")
	for _, outcome := range []SignIn{SignInOK, SignInRefused, SignInLimited, SignInFailed} {
		m.signIns.WithLabelValues(string(outcome))
	}
}

// SignIn counts a try to sign in.
func (m *Metrics) SignIn(outcome SignIn) {
	if m == nil {
		return
	}
	m.signIns.WithLabelValues(string(outcome)).Inc()
}

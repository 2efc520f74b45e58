// Package doctor says what is wrong with an installation, and how to mend it.
//
// Start with [Examine]. It changes nothing, and works beside a running server as well as before the first start.
package doctor

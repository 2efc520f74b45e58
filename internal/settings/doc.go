// Package settings reads what BanGUI itself is told at its start: flags, then BANGUI_* variables, then a file, then defaults.
//
// Start with [Load]. The table in keys.go has every setting, once. Each value keeps its origin, see [Settings.Origin]. A name
// that is not known is refused: a setting with a typing error must not be silently without effect.
//
// What people decide in the browser is stored in the database and not here.
package settings

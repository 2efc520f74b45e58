// Package httpapi is the JSON API: routes, permissions, problem documents and live events.
//
// Start with [New], which makes the handler of the whole server, and with routes.go, the table of all routes: method, path,
// the permission that each needs, and the method that answers. One file for each noun holds its types and methods. What a
// request goes through before it reaches a method is in chain.go.
//
// Package httpapi decides nothing about fail2ban or people: it translates between HTTP and the packages of the domain.
package httpapi

//go:generate go run ./openapigen ../../api/openapi.json

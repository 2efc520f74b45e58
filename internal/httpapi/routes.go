package httpapi

import (
	"net/http"

	"bangui/internal/account"
)

// routes is the table of all routes below [Prefix], each with the permission that it needs.
func routes() []route {
	const (
		get  = http.MethodGet
		post = http.MethodPost
		del  = http.MethodDelete
	)
	return []route{
		{
			ID: "get-setup", Method: get, Path: "/setup", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Tell whether the installation is set up", Handler: handle((*server).getSetup),
		},
		{
			ID: "check-setup", Method: post, Path: "/setup/check", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Try a connection to fail2ban before set-up", Handler: handle((*server).checkSetup),
		},
		{
			ID: "complete-setup", Method: post, Path: "/setup", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Create the first administrator and sign in", Status: http.StatusCreated, Handler: handle((*server).completeSetup),
		},
		{
			ID: "sign-in", Method: post, Path: "/session", Permission: account.Public, Tag: "session",
			Summary: "Sign in", Handler: handle((*server).signIn),
		},
		{
			ID: "get-session", Method: get, Path: "/session", Permission: account.SignedIn, Tag: "session",
			Summary: "Tell who is signed in", Handler: handle((*server).getSession),
		},
		{
			ID: "sign-out", Method: del, Path: "/session", Permission: account.SignedIn, Tag: "session",
			Summary: "Sign out", Handler: handle((*server).signOut),
		},
		{
			ID: "list-audit", Method: get, Path: "/audit", Permission: account.ReadAudit, Tag: "audit",
			Summary: "List who did what, newest first", Handler: handle((*server).listAudit),
		},
		{
			ID: "get-openapi", Method: get, Path: "/openapi.json", Permission: account.Public, BeforeSetup: true, Tag: "meta",
			Summary: "The OpenAPI document of this API", Handler: handle((*server).getOpenAPI),
		},
		{
			ID: "get-docs", Method: get, Path: "/docs", Permission: account.Public, BeforeSetup: true, Tag: "meta",
			ContentType: "text/html", Summary: "This API as a page to read", Handler: handle((*server).getDocs),
		},
	}
}

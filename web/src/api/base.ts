/** Where the application lives, from `<base href>`: `/` or `/fail2ban/`, always with both slashes. */
export const basePath = new URL(document.baseURI).pathname

/** Root of the HTTP API. */
export const apiRoot = `${basePath}api/v1`

/** A request as web servers log it, e.g. `"GET /wp-login.php HTTP/1.1"`, also without its quotes. */
const request = /\b(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|PROPFIND|TRACE) (\/\S*|\*|[a-z]+:\/\/\S+)/
/** The program that wrote a line, as syslog and the journal have it: `sshd[4711]:`, `postfix/smtpd[12]:`, or `kernel:` right after time and host. */
const program =
  /(?:^|\s)([a-z][\w./-]{1,31})\[\d+\]:\s|^(?:[A-Z][a-z]{2} [ \d]\d \S+|\d{4}-\S+) \S+ ([a-z][\w./-]{1,31}):\s/i

/**
 * What a matched line says was attacked: "GET /wp-login.php" of a web server's line, else the program that wrote it; undefined if it names
 * neither. Source of the forms: RFC 3164 §5.3 (TAG), the combined log format of Apache httpd and nginx.
 */
export function attackedIn(line: string): string | undefined {
  const asked = request.exec(line)
  if (asked) return `${asked[1]} ${asked[2]?.replace(/["'],?$/, '')}`
  const written = program.exec(line)
  return written?.[1] ?? written?.[2]
}
